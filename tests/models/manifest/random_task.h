#pragma once

#include "models/manifest/pod_builder.h"
#include "models/task/arguments.h"

#include <random>

// Tasks of any form, most of them wrong somewhere; the same seed gives the same tasks.
class RandomTask
{
public:
    using Json = podwright::core::Json;

    explicit RandomTask(unsigned seed)
        : m_engine(seed)
    {}

    podwright::task::Task task()
    {
        podwright::task::Task result;
        const auto arguments = podwright::task::arguments();
        for (int i = number(12); i > 0; --i) {
            const auto &argument = arguments[static_cast<size_t>(number(static_cast<int>(arguments.size())))];
            result.arguments[std::string(argument.name)] = valueFor(argument);
        }
        if (number(2) == 0)
            result.podTemplate = pod();
        return result;
    }

    podwright::manifest::BuildOptions options()
    {
        podwright::manifest::BuildOptions result;
        if (number(2) == 0)
            result.nameSuffix = "XXXXXXXX";
        if (number(2) == 0)
            result.identity = {.dagId = text(), .taskId = text(), .runId = text(), .mapIndex = number(3) - 1};
        if (number(3) == 0)
            result.airflowVersion = text();
        if (number(5) == 0)
            result.templateFileText = number(2) == 0 ? text() : pod().dump(-1, ' ', false, replace);
        if (number(4) == 0)
            result.xcomSidecarResources = value(2);
        return result;
    }

private:
    static constexpr auto replace = Json::error_handler_t::replace;

    int number(int end) { return std::uniform_int_distribution(0, end - 1)(m_engine); }

    std::string text()
    {
        static const std::vector<std::string> texts{
            "",    "name",   "a",        "base",
            "Ünï", "a b",    "a,b",      "-",
            "env", "volume", "\xff\xfe", "~/",
            "0",   "1Gi",    "{{ ds }}", "line\nline\n",
            "yes", ": #",    "[",        "tttttttttttttttttttttttttttttttttttttttttttttttttttttttt",
        };
        return texts[static_cast<size_t>(number(static_cast<int>(texts.size())))];
    }

    std::string key()
    {
        static const std::vector<std::string> keys{
            "name",
            "value",
            "valueFrom",
            "key",
            "secret",
            "deploy_type",
            "deploy_target",
            "items",
            "labels",
            "spec",
            "metadata",
            "containers",
            "initContainers",
            "env",
            "envFrom",
            "volumes",
            "volumeMounts",
            "ports",
            "image",
            "resources",
            "limits",
            "annotations",
            "namespace",
            "securityContext",
            "affinity",
            "tolerations",
            "a/b",
            "~",
            "",
            "0",
            "99999999999999999999999",
            "emptyDir",
            "command",
            "nodeAffinity",
            "\xff",
        };
        return keys[static_cast<size_t>(number(static_cast<int>(keys.size())))];
    }

    Json value(int depth)
    {
        switch (number(depth > 0 ? 9 : 6)) {
        case 0:
            return nullptr;
        case 1:
            return number(2) == 0;
        case 2:
            return number(200) - 100;
        case 3:
            return number(100) / 7.0;
        case 4:
        case 5:
            return text();
        case 6:
            return list(depth);
        default:
            return object(depth);
        }
    }

    Json list(int depth)
    {
        Json result = Json::array();
        for (int i = number(4); i > 0; --i)
            result.push_back(value(depth - 1));
        return result;
    }

    Json object(int depth)
    {
        Json result = Json::object();
        for (int i = number(6); i > 0; --i)
            result[key()] = value(depth - 1);
        return result;
    }

    Json objects(int depth)
    {
        Json result = Json::array();
        for (int i = number(4); i > 0; --i)
            result.push_back(object(depth));
        return result;
    }

    Json pod()
    {
        if (number(8) == 0)
            return value(4);
        Json result = object(2);
        result["metadata"] = object(2);
        result["spec"] = object(3);
        result["spec"]["containers"] = objects(3);
        if (number(2) == 0)
            result["spec"]["initContainers"] = objects(3);
        return result;
    }

    Json valueFor(const podwright::task::Argument &argument)
    {
        if (number(6) == 0)
            return value(4);
        switch (argument.type) {
        case podwright::task::ArgumentType::Text:
        case podwright::task::ArgumentType::Choice:
        case podwright::task::ArgumentType::Code:
            return text();
        case podwright::task::ArgumentType::Flag:
            return number(2) == 0;
        case podwright::task::ArgumentType::KeyValue:
        case podwright::task::ArgumentType::Resources:
            return object(2);
        case podwright::task::ArgumentType::Object:
            return number(2) == 0 ? pod() : object(3);
        case podwright::task::ArgumentType::EnvVars:
            return number(2) == 0 ? object(1) : objects(2);
        case podwright::task::ArgumentType::Secrets:
        case podwright::task::ArgumentType::ObjectList:
            return objects(3);
        default:
            return value(2);
        }
    }

    std::mt19937 m_engine;
};
