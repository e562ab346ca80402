#include "app/sandbox/writing.h"

#include "app/sandbox/answers.h"
#include "app/sandbox/api_errors.h"
#include "app/sandbox/body.h"
#include "app/sandbox/field_managers.h"
#include "app/sandbox/patches.h"
#include "app/sandbox/preparation.h"
#include "app/sandbox/reading.h"
#include "app/sandbox/times.h"
#include "app/sandbox/write_options.h"
#include "models/core/random.h"

namespace podwright::sandbox {
namespace {

using core::textAt;

constexpr const char *modified =
    "the object has been modified; please apply your changes to the latest version and try again";

void setNamespace(const Call &call, Json &object)
{
    const std::string given = textAt(object, {"metadata", "namespace"});
    if (!call.type.isNamespaced) {
        object["metadata"].erase("namespace");
        return;
    }
    if (!given.empty() && given != call.ns)
        throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
    object["metadata"]["namespace"] = call.ns;
}

void setGeneratedName(Json &object)
{
    constexpr size_t longestBase = 58;
    const std::string base = textAt(object, {"metadata", "generateName"});
    if (textAt(object, {"metadata", "name"}).empty() && !base.empty())
        object["metadata"]["name"] = base.substr(0, longestBase) + core::randomText(5, "bcdfghjklmnpqrstvwxz2456789");
}

void dropServerFields(Json &object)
{
    for (const char *key : {"uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink",
                            "managedFields", "generation"})
        object["metadata"].erase(key);
}

Json dryRunResult(Json object)
{
    object["metadata"]["uid"] = core::randomUuid();
    object["metadata"]["creationTimestamp"] = nowText();
    return object;
}

// `applied`: the body of a server-side apply, else null.
void create(Call &call, Json object, const Json &applied = nullptr)
{
    const std::lock_guard lock(call.services.admission);
    dropServerFields(object);
    prepareCreate(call, object);
    recordManager(call, Json::object(), object, applied);
    Store &store = call.services.store;
    if (call.isDryRun()) {
        if (store.get(call.type.storeKey(), call.ns, textAt(object, {"metadata", "name"})))
            throw alreadyExists(call.type.resourceName(), textAt(object, {"metadata", "name"}));
        sendObject(call, 201, dryRunResult(std::move(object)));
        return;
    }
    const ObjectPtr stored = store.create(call.type.storeKey(), std::move(object));
    afterCreate(call.services, call.type, *stored);
    sendObject(call, 201, *stored);
}

// What no write through this path may change.
void keepServerFields(const Call &call, const Json &previous, Json &object)
{
    for (const char *key : {"uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "namespace",
                            "name", "generateName", "generation"}) {
        const Json &kept = core::at(previous, {"metadata", key});
        if (kept.is_null())
            object["metadata"].erase(key);
        else
            object["metadata"][key] = kept;
    }
    const bool keepsStatus = call.subresource.empty() && call.type.plural != "nodes" && call.type.plural != "events";
    if (keepsStatus && previous.contains("status"))
        object["status"] = previous["status"];
    if (call.subresource == "ephemeralcontainers") {
        Json containers = core::at(object, {"spec", "ephemeralContainers"});
        object = previous;
        if (!containers.is_null())
            object["spec"]["ephemeralContainers"] = std::move(containers);
    }
    if (call.subresource == "status") {
        Json status = object.value("status", Json::object());
        object = previous;
        object["status"] = std::move(status);
    }
}

void checkIdentity(const Call &call, const Json &previous, const Json &object)
{
    const std::string &name = call.name;
    const std::string version = textAt(object, {"metadata", "resourceVersion"});
    if (!version.empty() && version != "0" && version != textAt(previous, {"metadata", "resourceVersion"}))
        throw conflict(call.type.resourceName(), name, modified);
    const std::string uid = textAt(object, {"metadata", "uid"}), current = textAt(previous, {"metadata", "uid"});
    if (!uid.empty() && uid != current)
        throw conflict(call.type.resourceName(), name,
                       "Precondition failed: UID in precondition: " + uid + ", UID in object meta: " + current);
}

// Clients may hand ownership over by writing it; without any it stays as it was.
void keepManagers(const Json &previous, const Json &given, Json &object)
{
    const bool isGiven =
        given.is_array() && !given.empty() && given.size() < 100 && !textAt(given.front(), {"manager"}).empty();
    const Json &managers = isGiven ? given : core::at(previous, {"metadata", "managedFields"});
    if (managers.is_null())
        object["metadata"].erase("managedFields");
    else
        object["metadata"]["managedFields"] = Json(managers);
}

// Runs `change` on the stored object with all checks around it; stores unless it is a dry run. `applied`: the body of a
// server-side apply, else null.
void rewrite(Call &call, const std::function<void(Json &)> &change, const Json &applied = nullptr)
{
    const auto complete = [&](Json &object) {
        const Json previous = object;
        change(object);
        if (!object.is_object() || !core::at(object, {"metadata"}).is_object())
            throw badRequest("the object has no metadata");
        checkIdentity(call, previous, object);
        const Json managers = core::at(object, {"metadata", "managedFields"});
        keepServerFields(call, previous, object);
        keepManagers(previous, managers, object);
        prepareUpdate(call, previous, object);
        object["metadata"]["resourceVersion"] = textAt(previous, {"metadata", "resourceVersion"});
        if (object != previous || !applied.is_null())
            recordManager(call, previous, object, applied);
    };
    if (call.isDryRun()) {
        Json object = *existingObject(call);
        complete(object);
        sendObject(call, 200, object);
        return;
    }
    Store &store = call.services.store;
    const ObjectPtr stored = store.update(call.type.storeKey(), call.ns, call.name, complete);
    const bool isReleased = stored->at("metadata").contains("deletionTimestamp") &&
                            core::at(*stored, {"metadata", "finalizers"}).empty() && call.type.plural != "pods" &&
                            call.type.plural != "namespaces";
    if (isReleased)
        store.remove(call.type.storeKey(), call.ns, call.name);
    sendObject(call, 200, *stored);
}

enum class PatchKind { Json, Merge, Strategic, Apply };

PatchKind patchKind(const Request &request)
{
    const std::string header = request.header("content-type");
    const std::string type = header.substr(0, header.find(';'));
    if (type == "application/json-patch+json")
        return PatchKind::Json;
    if (type == "application/merge-patch+json")
        return PatchKind::Merge;
    if (type == "application/strategic-merge-patch+json")
        return PatchKind::Strategic;
    if (type == "application/apply-patch+yaml")
        return PatchKind::Apply;
    ApiError error;
    error.code = 415;
    error.reason = "UnsupportedMediaType";
    error.message = "415: Unsupported Media Type";
    throw error;
}

void apply(PatchKind kind, Json &object, const Json &patch)
{
    if (kind == PatchKind::Json)
        applyJsonPatch(object, patch);
    else if (kind == PatchKind::Merge)
        applyMergePatch(object, patch);
    else
        applyStrategicPatch(object, patch);
}

Json patchBody(Call &call, PatchKind kind)
{
    if (kind == PatchKind::Apply)
        return decodedBody(call.request, call.type.kind);
    Json patch = core::parseJson(call.request.body);
    if (patch.is_discarded())
        throw badRequest("error decoding patch: invalid JSON");
    return patch;
}

void checkAppliedBody(const Call &call, const Json &patch)
{
    const std::string version = textAt(patch, {"apiVersion"});
    if (version != call.type.apiVersion())
        throw badRequest("Incorrect version specified in apply patch. Specified patch version: " + version +
                         ", expected: " + call.type.apiVersion());
    const std::string name = textAt(patch, {"metadata", "name"}, call.name);
    if (name != call.name)
        throw badRequest("metadata.name in the patch (" + name + ") does not match the name on the URL (" + call.name +
                         ')');
}

} // namespace

void createObject(Call &call)
{
    checkWriteOptions(call, "CreateOptions");
    Json object = objectFromBody(call);
    if (!core::at(object, {"metadata"}).is_object())
        object["metadata"] = Json::object();
    setNamespace(call, object);
    if (!textAt(object, {"metadata", "resourceVersion"}).empty())
        throw badRequest("resourceVersion should not be set on objects to be created");
    setGeneratedName(object);
    create(call, std::move(object));
}

void replaceObject(Call &call)
{
    checkWriteOptions(call, "UpdateOptions");
    Json body = objectFromBody(call);
    const std::string name = textAt(body, {"metadata", "name"});
    if (name != call.name)
        throw badRequest("the name of the object (" + name + ") does not match the name on the URL (" + call.name +
                         ')');
    setNamespace(call, body);
    rewrite(call, [&body](Json &object) { object = std::move(body); });
}

void patchObject(Call &call)
{
    const PatchKind kind = patchKind(call.request);
    checkWriteOptions(call, "PatchOptions");
    const Json patch = patchBody(call, kind);
    if (kind == PatchKind::Apply) {
        checkAppliedBody(call, patch);
        if (!call.services.store.get(call.type.storeKey(), call.ns, call.name)) {
            call.request.headers["content-type"] = "application/apply-patch+yaml";
            Json object = objectFromBody(call);
            object["metadata"]["name"] = call.name;
            setNamespace(call, object);
            create(call, std::move(object), patch);
            return;
        }
    }
    const auto change = [&](Json &object) {
        if (kind == PatchKind::Apply)
            applyForManager(call, object, patch);
        else
            apply(kind, object, patch);
        if (object.is_object())
            checkFields(call, object);
    };
    rewrite(call, change, kind == PatchKind::Apply ? patch : Json());
}

} // namespace podwright::sandbox
