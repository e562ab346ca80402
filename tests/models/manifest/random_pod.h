#pragma once

#include "models/core/json.h"
#include "models/manifest/pod_schema_table.h"

#include <algorithm>
#include <random>
#include <set>

// Pods that use any field of the Pod API with a value of its type; the same seed gives the same pods.
class RandomPod
{
public:
    using Json = podwright::core::Json;

    explicit RandomPod(unsigned seed)
        : m_engine(seed)
    {}

    Json pod()
    {
        Json metadata = object("ObjectMeta", 2);
        metadata.erase("generateName");
        static const std::vector<std::string> oddNames{"a.b", "A", "a b", "{{ ds }}", "~"};
        metadata["name"] = number(4) > 0 ? "pod-" + std::to_string(number(1000)) : oddNames[size_t(number(5))];
        metadata["namespace"] = "ns";
        Json spec = object("PodSpec", 4);
        spec.erase("restartPolicy");
        spec["containers"] = Json::array();
        for (int i = number(3); i >= 0; --i) {
            spec["containers"].push_back(object("Container", 4));
            spec["containers"].back()["name"] = number(2) == 0 ? "base" : "c" + std::to_string(i);
        }
        if (number(2) == 0)
            spec["restartPolicy"] = "Never";
        return {{"apiVersion", "v1"}, {"kind", "Pod"}, {"metadata", metadata}, {"spec", spec}};
    }

    // One value somewhere in the pod is removed, or replaced by one of another pod.
    Json changed(Json pod)
    {
        const Json other = this->pod();
        const char *part = number(4) == 0 ? "metadata" : "spec";
        Json &place = number(3) == 0 ? pod["spec"]["containers"][0] : pod[part];
        const Json &source = &place == &pod[part] ? other[part] : other["spec"]["containers"][0];
        auto pick = source.begin();
        std::advance(pick, number(static_cast<int>(source.size())));
        static const std::set<std::string> fixed{"name", "namespace", "restartPolicy", "containers"};
        if (fixed.contains(pick.key()))
            return pod;
        if (number(3) == 0)
            place.erase(pick.key());
        else
            place[pick.key()] = pick.value();
        return pod;
    }

    int number(int end) { return std::uniform_int_distribution(0, end - 1)(m_engine); }

private:
    std::string text()
    {
        static const std::vector<std::string> texts{"a",    "x-1",           "Größe", "a b",      "",
                                                    "0",    "true",          "1Gi",   "{{ ds }}", "line\nline\n",
                                                    "BASE", "/airflow/xcom", "xcom",  "~"};
        return texts[static_cast<size_t>(number(static_cast<int>(texts.size())))];
    }

    Json scalar(std::string_view type)
    {
        if (type == "int")
            return number(4) == 0 ? 0 : number(5000);
        if (type == "bool")
            return number(2) == 0;
        if (type == "time")
            return "2024-01-01T00:00:00+00:00";
        if (type != "map")
            return text();
        Json map = Json::object();
        for (int i = number(3); i > 0; --i)
            map["key/" + std::to_string(number(9))] = text();
        return map;
    }

    Json value(std::string_view type, int depth)
    {
        const bool isScalar =
            type.empty() || type == "int" || type == "bool" || type == "map" || type == "*" || type == "time";
        return isScalar ? scalar(type) : object(type, depth - 1);
    }

    Json object(std::string_view type, int depth)
    {
        Json result = Json::object();
        const auto *model = podwright::manifest::findModel(type);
        if (!model)
            return result;
        const int rarity = 2 + number(8);
        podwright::manifest::forEachWord(model->fields, [&](std::string_view word) {
            const auto field = podwright::manifest::modelField(word);
            if (!podwright::manifest::hasWord(model->required, field.name) && (depth <= 0 || number(rarity) > 0))
                return;
            Json item = Json::array();
            if (podwright::manifest::hasWord(model->lists, field.name))
                for (int i = number(4); i > 0; --i)
                    item.push_back(value(field.type, depth));
            else
                item = value(field.type, depth);
            result[std::string(field.name)] = item;
        });
        return result;
    }

    std::mt19937 m_engine;
};
