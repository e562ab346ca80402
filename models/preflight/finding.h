#pragma once

#include "models/task/task.h"

#include <QString>

#include <string>
#include <vector>

namespace podwright::preflight {

using core::Json;

enum class Severity {
    Blocks,    // the server refuses the pod, or its container never starts
    MayFail,   // it waits, or fails, unless something changes
    Advice,    // it runs; something about it is worth knowing
    Unchecked, // nobody knows: the user may not look, or the server did not answer
    Passed,
};

// Who would say no. What admission is said to refuse is measured by the server's own dry run.
enum class Gate { Admission, Scheduling, Start, Follow };

// One change of a task, as TaskDocument::edit() takes it. A discarded value removes.
struct Edit
{
    std::string pointer;
    Json value;
    bool operator==(const Edit &) const = default;
};

// One thing to know before launch.
struct Finding
{
    Severity severity = Severity::Blocks;
    Gate gate = Gate::Admission;
    std::string id = {};          // stable, for tests and scripts: "node-fit"
    QString sentence = {};        // what is wrong
    QString evidence = {};        // what was seen; in the server's words where they are known
    std::string pointer = {};     // into the task's file: "/task/image"; empty: no field is to blame
    QString fix = {};             // what to do
    QString editText = {};        // "Set memory limit to 1Gi"; empty: nothing can be done safely by itself
    std::vector<Edit> edits = {}; // that do it
    bool operator==(const Finding &) const = default;

    std::string argument() const; // KPO's name of the field; empty when it is not one
};

using Findings = std::vector<Finding>;

// "blocks", "may fail", "advice", "not checked", "passed"; for scripts and screens alike.
const char *severityName(Severity severity);
size_t count(const Findings &findings, Severity severity);
// The task with the edits made. Parents that are missing are created.
task::Task withEdits(task::Task task, const std::vector<Edit> &edits);

} // namespace podwright::preflight
