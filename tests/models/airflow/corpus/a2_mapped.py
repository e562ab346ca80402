from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG(dag_id="mapped", schedule=None):
    KubernetesPodOperator.partial(task_id="one", image="a").expand(arguments=[["x"], ["y"]])
    KubernetesPodOperator.partial(task_id="two", name="n").expand_kwargs([{"image": "a"}, {"image": "b", "cmds": ["c"]}])
    KubernetesPodOperator.partial(task_id="crossed", image="a").expand(cmds=[["p"], ["q"]], arguments=[["1"], ["2"]])
    listed = KubernetesPodOperator(task_id="list", image="a", do_xcom_push=True)
    KubernetesPodOperator.partial(task_id="unknown", image="a").expand(arguments=listed.output)
    for day in ["mon", "tue"]:
        KubernetesPodOperator(task_id="loop_" + day, image="a", arguments=[day])
    tasks = [KubernetesPodOperator(task_id=f"comprehended_{i}", image="a") for i in range(3)]
