from __future__ import annotations

import pendulum
from airflow import DAG
from airflow.kubernetes.secret import Secret
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator
from airflow.utils.trigger_rule import TriggerRule
from kubernetes.client import V1Affinity, V1NodeAffinity, models as k8s

secret_file = Secret("volume", "/etc/sql_conn", "airflow-secrets", "sql_alchemy_conn")
secret_items = Secret("volume", "/etc/keys", "keys", items=[k8s.V1KeyToPath(key="a", path="b", mode=256)])
configmaps = [
    k8s.V1EnvFromSource(config_map_ref=k8s.V1ConfigMapEnvSource(name="test-configmap-1")),
    k8s.V1EnvFromSource(config_map_ref=k8s.V1ConfigMapEnvSource(name="test-configmap-2")),
]
volume_mount = k8s.V1VolumeMount(name="test-volume", mount_path="/root/mount_file", sub_path=None, read_only=True)
volume = k8s.V1Volume(
    name="test-volume",
    persistent_volume_claim=k8s.V1PersistentVolumeClaimVolumeSource(claim_name="test-volume"),
)
port = k8s.V1ContainerPort(name="http", container_port=80, host_ip="10.0.0.1")
init_container = k8s.V1Container(
    name="init-container",
    image="ubuntu:16.04",
    env=[k8s.V1EnvVar(name="key1", value="value1")],
    volume_mounts=[volume_mount],
    command=["bash", "-cx"],
    args=["echo 10"],
)
affinity = V1Affinity(
    node_affinity=V1NodeAffinity(
        preferred_during_scheduling_ignored_during_execution=[
            k8s.V1PreferredSchedulingTerm(
                weight=1,
                preference=k8s.V1NodeSelectorTerm(
                    match_expressions=[k8s.V1NodeSelectorRequirement(key="disktype", operator="In", values=["ssd"])]
                ),
            )
        ]
    )
)
tolerations = [k8s.V1Toleration(key="key", operator="Equal", value="value")]

with DAG(
    dag_id="example_kubernetes_operator",
    schedule_interval=None,
    start_date=pendulum.datetime(2021, 1, 1, tz="UTC"),
    tags=["example"],
    catchup=False,
    description="Shows many arguments",
) as dag:
    k = KubernetesPodOperator(
        namespace="default",
        image="ubuntu:16.04",
        cmds=["bash", "-cx"],
        arguments=["echo", "10"],
        labels={"foo": "bar"},
        secrets=[secret_file, secret_items],
        ports=[port],
        volumes=[volume],
        volume_mounts=[volume_mount],
        env_from=configmaps,
        name="airflow-test-pod",
        task_id="task",
        affinity=affinity,
        is_delete_operator_pod=True,
        hostnetwork=False,
        tolerations=tolerations,
        init_containers=[init_container],
        priority_class_name="medium",
    )
    private = KubernetesPodOperator(
        namespace="default", image="quay.io/apache/bash", image_pull_secrets=[k8s.V1LocalObjectReference("testquay")],
        cmds=["bash", "-cx"], arguments=["echo", "10"], name="private", task_id="task-two", get_logs=True,
    )
    template = KubernetesPodOperator(
        task_id="task-three", pod_template_file="/usr/local/airflow/pod.yaml", trigger_rule=TriggerRule.ALL_DONE,
    )
    resources = KubernetesPodOperator(
        task_id="resources", image="a", resources=k8s.V1ResourceRequirements(
            limits={"memory": "1Gi", "cpu": 1}, requests={"memory": "64Mi"}),
        security_context=k8s.V1PodSecurityContext(run_as_user=1000, fs_group=2000),
        container_security_context=k8s.V1SecurityContext(se_linux_options=k8s.V1SELinuxOptions(level="s0")),
        dns_config=k8s.V1PodDNSConfig(nameservers=["1.2.3.4"]),
        host_aliases=[k8s.V1HostAlias(ip="1.2.3.4", hostnames=["a"])],
    )
    env = KubernetesPodOperator(
        task_id="env", image="a",
        env_vars=[
            k8s.V1EnvVar(name="A", value="1"),
            k8s.V1EnvVar("B", "2"),
            k8s.V1EnvVar(name="C", value_from=k8s.V1EnvVarSource(
                field_ref=k8s.V1ObjectFieldSelector(field_path="status.podIP"))),
        ],
    )
    full = KubernetesPodOperator(
        task_id="full",
        full_pod_spec=k8s.V1Pod(
            api_version="v1", kind="Pod",
            metadata=k8s.V1ObjectMeta(name="full", labels={"a": "b"}),
            spec=k8s.V1PodSpec(
                share_process_namespace=True, host_ipc=True,
                containers=[k8s.V1Container(
                    name="base", image="a", liveness_probe=k8s.V1Probe(
                        _exec=k8s.V1ExecAction(command=["true"]), http_get=k8s.V1HTTPGetAction(path="/", port=80)))],
            ),
        ),
    )
    k >> [private, template] >> resources
    resources >> env
    full << env
