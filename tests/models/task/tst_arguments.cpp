#include "models/task/arguments.h"

#include <QSet>
#include <QTest>

using namespace podwright::task;
using podwright::core::Json;

class TestArguments : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // Written down here independently: what KubernetesPodOperator takes, in alphabetical order.
    void everyArgumentOfTheOperatorHasARow()
    {
        const QStringList expected =
            QStringLiteral("active_deadline_seconds affinity annotations arguments "
                           "automount_service_account_token base_container_name "
                           "base_container_status_polling_interval callbacks cluster_context cmds "
                           "config_file configmaps container_logs container_name_log_prefix_enabled "
                           "container_resources container_security_context deferrable dns_config dnspolicy "
                           "do_xcom_push durable env_from env_vars full_pod_spec get_logs host_aliases "
                           "hostname hostnetwork image image_pull_policy image_pull_secrets in_cluster "
                           "init_container_logs init_containers is_delete_operator_pod kubernetes_conn_id "
                           "labels log_events_on_failure log_events_on_startup log_formatter log_pod_spec_on_failure "
                           "logging_interval name namespace node_selector on_finish_action on_kill_action "
                           "pod_runtime_info_envs pod_template_dict pod_template_file poll_interval ports "
                           "priority_class_name progress_callback random_name_suffix reattach_on_restart "
                           "runtime_class_name schedule_timeout_seconds schedulername secrets "
                           "security_context service_account_name skip_on_exit_code "
                           "startup_check_interval_seconds startup_timeout_seconds subdomain "
                           "termination_grace_period termination_message_policy tolerations trigger_kwargs "
                           "volume_mounts volumes xcom_sidecar_container_security_context")
                .split(QLatin1Char(' '));
        QCOMPARE(expected.size(), 73);
        for (const QString &name : expected)
            QVERIFY2(findArgument(name.toStdString()), qPrintable(name));
        const QStringList ofAirflow = QStringLiteral("task_id retries retry_delay execution_timeout trigger_rule "
                                                     "depends_on_past pool pool_slots priority_weight queue executor "
                                                     "executor_config max_active_tis_per_dag doc_md multiple_outputs "
                                                     "on_failure_callback on_success_callback on_retry_callback")
                                          .split(QLatin1Char(' '));
        for (const QString &name : ofAirflow)
            QVERIFY2(findArgument(name.toStdString()), qPrintable(name));
        QCOMPARE(arguments().size(), static_cast<size_t>(expected.size() + ofAirflow.size()));
    }

    // KPO's template_fields; container_resources, volumes, volume_mounts and env_from render parts of their objects.
    void jinjaRendersWhatTheOperatorRenders()
    {
        const QStringList expected = QStringLiteral("annotations arguments base_container_name cluster_context cmds "
                                                    "config_file container_resources env_from env_vars hostname image "
                                                    "kubernetes_conn_id labels name namespace node_selector "
                                                    "pod_template_dict pod_template_file trigger_kwargs volume_mounts "
                                                    "volumes")
                                         .split(QLatin1Char(' '));
        QStringList templated;
        for (const Argument &argument : arguments()) {
            if (argument.isTemplated)
                templated << QString::fromUtf8(argument.name.data(), static_cast<qsizetype>(argument.name.size()));
        }
        templated.sort();
        QCOMPARE(templated, expected);
    }

    void rowsAreWhole()
    {
        QSet<QByteArray> names;
        QSet<QByteArray> labels;
        Section section = Section::Task;
        for (const Argument &argument : arguments()) {
            const QByteArray name(argument.name.data(), static_cast<qsizetype>(argument.name.size()));
            QVERIFY2(!names.contains(name), name.constData());
            names << name;
            const QByteArray label(argument.label.data(), static_cast<qsizetype>(argument.label.size()));
            QVERIFY2(!label.isEmpty() && !labels.contains(label), name.constData());
            labels << label;
            QVERIFY2(argument.help.size() > 20 && argument.help.ends_with('.'), name.constData());
            QVERIFY2(!Json::parse(argument.defaultJson, nullptr, false).is_discarded(), name.constData());
            QVERIFY2(argument.podPath.empty() || argument.podPath.starts_with('/'), name.constData());
            QVERIFY2((argument.type == ArgumentType::Choice) == !argument.choices.empty(), name.constData());
            QVERIFY2(argument.type != ArgumentType::ObjectList || !argument.schema.empty(), name.constData());
            QVERIFY2(section <= argument.section, name.constData()); // in the form's order
            section = argument.section;
        }
    }

    void defaultsOfChoicesAreChoices()
    {
        for (const Argument &argument : arguments()) {
            const Json value = Json::parse(argument.defaultJson);
            if (argument.type != ArgumentType::Choice || value.is_null())
                continue;
            QVERIFY(std::ranges::find(argument.choices, value.get<std::string>()) != argument.choices.end());
        }
    }

    void everySectionHasATitleAndARow()
    {
        QSet<QString> titles;
        for (int section = 0; section <= static_cast<int>(Section::Template); ++section) {
            const auto isIn = [section](const Argument &a) { return static_cast<int>(a.section) == section; };
            QVERIFY(std::ranges::any_of(arguments(), isIn));
            titles << sectionTitle(static_cast<Section>(section));
        }
        QCOMPARE(titles.size(), static_cast<int>(Section::Template) + 1);
        QCOMPARE(sectionTitle(Section::XCom), QStringLiteral("XCom"));
        QCOMPARE(sectionTitle(Section::Template), QStringLiteral("Template"));
    }

    void nearest_data()
    {
        QTest::addColumn<QByteArray>("typed");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *typed, const char *expected) {
            QTest::newRow(typed) << QByteArray(typed) << QByteArray(expected);
        };
        row("iamge", "image");
        row("imag", "image");
        row("IMAGE", "image");
        row("argument", "arguments");
        row("envVars", "env_vars");
        row("env_var", "env_vars");
        row("host_network", "hostnetwork");
        row("startup_timeout_second", "startup_timeout_seconds");
        row("on_finish_acton", "on_finish_action");
        row("is_delete_operator_pd", ""); // never suggests what has no effect
        row("something_else_entirely", "");
        row("x", "");
        row("", "");
    }

    void nearest()
    {
        QFETCH(QByteArray, typed);
        const std::string_view name = nearestArgument(typed.toStdString());
        QTEST(QByteArray(name.data(), static_cast<qsizetype>(name.size())), "expected");
    }

    void unknownNames()
    {
        QCOMPARE(findArgument("node_selectors"), nullptr); // an old name has no row of its own
        QCOMPARE(findArgument(""), nullptr);
        QVERIFY(nearestArgument(std::string(100'000, 'a')).empty());
    }
};

QTEST_GUILESS_MAIN(TestArguments)
#include "tst_arguments.moc"
