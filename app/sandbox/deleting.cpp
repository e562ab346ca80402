#include "app/sandbox/writing.h"

#include "app/sandbox/answers.h"
#include "app/sandbox/api_errors.h"
#include "app/sandbox/preparation.h"
#include "app/sandbox/reading.h"
#include "app/sandbox/times.h"

#include <algorithm>

namespace podwright::sandbox {
namespace {

using core::textAt;

constexpr long long defaultGrace = 30;

void checkPrecondition(const Call &call, const Json &object, const char *field, const char *name,
                       const std::string &wanted, const char *why)
{
    const std::string actual = textAt(object, {"metadata", field});
    if (!wanted.empty() && wanted != actual)
        throw conflict(call.type.kind, textAt(object, {"metadata", "name"}),
                       std::string("the ") + name + " in the precondition (" + wanted + ") does not match the " + name +
                           " in record (" + actual + "). The object might have been " + why);
}

long long graceOf(const Json &pod, const DeleteOptions &options)
{
    const std::string phase = textAt(pod, {"status", "phase"});
    const bool isIdle = textAt(pod, {"spec", "nodeName"}).empty() || phase == "Succeeded" || phase == "Failed";
    if (isIdle)
        return 0;
    const long long ofSpec = core::intAt(pod, {"spec", "terminationGracePeriodSeconds"}, defaultGrace);
    return options.graceSeconds.value_or(std::max(ofSpec, 1LL));
}

void markDeleted(Json &object, long long grace)
{
    Json &metadata = object["metadata"];
    const bool isTerminating = metadata.contains("deletionTimestamp");
    if (isTerminating && core::intAt(metadata, {"deletionGracePeriodSeconds"}) <= grace)
        return;
    metadata["deletionTimestamp"] = timeText(std::chrono::system_clock::now() + std::chrono::seconds(grace));
    metadata["deletionGracePeriodSeconds"] = grace;
}

bool hasFinalizers(const Json &object)
{
    return !core::at(object, {"metadata", "finalizers"}).empty();
}

ObjectPtr deletePod(Store &store, const Json &pod, const DeleteOptions &options)
{
    const std::string ns = textAt(pod, {"metadata", "namespace"}), name = textAt(pod, {"metadata", "name"});
    const long long grace = graceOf(pod, options);
    if (grace == 0 && !hasFinalizers(pod))
        return removePod(store, ns, name);
    return store.update("pods", ns, name, [grace](Json &object) { markDeleted(object, grace); });
}

ObjectPtr deletePlain(Store &store, const Call &call, const Json &object)
{
    const std::string ns = textAt(object, {"metadata", "namespace"}), name = textAt(object, {"metadata", "name"});
    const bool isNamespace = call.type.plural == "namespaces";
    if (!isNamespace && !hasFinalizers(object))
        return store.remove(call.type.storeKey(), ns, name);
    return store.update(call.type.storeKey(), ns, name, [isNamespace](Json &target) {
        markDeleted(target, 0);
        if (isNamespace)
            target["status"]["phase"] = "Terminating";
    });
}

ObjectPtr deleteOne(Call &call, const Json &object, const DeleteOptions &options)
{
    if (options.isDryRun || call.isDryRun())
        return std::make_shared<const Json>(object);
    Store &store = call.services.store;
    if (call.type.plural == "pods")
        return deletePod(store, object, options);
    const ObjectPtr result = deletePlain(store, call, object);
    afterDelete(call.services, call.type, object);
    return result;
}

bool isProtectedNamespace(const Call &call)
{
    return call.type.plural == "namespaces" &&
           (call.name == "default" || call.name == "kube-system" || call.name == "kube-public");
}

} // namespace

ObjectPtr removePod(Store &store, const std::string &ns, const std::string &name)
{
    const ObjectPtr last = store.update("pods", ns, name, [](Json &pod) {
        pod["metadata"]["deletionTimestamp"] = nowText();
        pod["metadata"]["deletionGracePeriodSeconds"] = 0;
    });
    try {
        store.remove("pods", ns, name);
    } catch (const ApiError &error) {
        if (error.code != 404) // the node saw the mark and was faster
            throw;
    }
    return last;
}

void beginDeletion(Store &store, const Json &pod, const DeleteOptions &options)
{
    deletePod(store, pod, options);
}

void checkPreconditions(const Call &call, const Json &object, const DeleteOptions &options)
{
    checkPrecondition(call, object, "uid", "UID", options.uid, "deleted and then recreated");
    checkPrecondition(call, object, "resourceVersion", "ResourceVersion", options.resourceVersion, "modified");
}

void deleteObject(Call &call)
{
    const DeleteOptions options = deleteOptions(call);
    const ObjectPtr object = existingObject(call);
    checkPreconditions(call, *object, options);
    if (isProtectedNamespace(call))
        throw forbidden("namespaces", call.name, "this namespace may not be deleted");
    const ObjectPtr result = deleteOne(call, *object, options);
    if (call.type.plural == "pods" || call.type.plural == "namespaces") {
        sendObject(call, 200, *result);
        return;
    }
    sendPlain(call.request, call.reply, 200,
              successStatus(call.type.resourceName(), call.name, textAt(*object, {"metadata", "uid"})));
}

void deleteCollection(Call &call)
{
    const DeleteOptions options = deleteOptions(call);
    const Selection selection = selectionOf(call);
    std::vector<ObjectPtr> deleted;
    for (const ObjectPtr &object : call.services.store.list(call.type.storeKey(), call.ns)) {
        if (!selection.matches(*object))
            continue;
        try {
            deleted.push_back(deleteOne(call, *object, options));
        } catch (const ApiError &error) {
            if (error.code != 404) // gone meanwhile is as good
                throw;
        }
    }
    sendList(call, deleted, {{"resourceVersion", std::to_string(call.services.store.version())}});
}

} // namespace podwright::sandbox
