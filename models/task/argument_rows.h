#pragma once

#include "models/task/arguments.h"

#include <vector>

// The rows of the argument table, in the form's order; arguments.cpp puts them together.
namespace podwright::task {

std::vector<Argument> containerRows();  // Task, Container, Environment, Resources
std::vector<Argument> placementRows();  // Scheduling, Storage, Networking, Security
std::vector<Argument> runRows();        // Run, Logs
std::vector<Argument> connectionRows(); // XCom, Connection
std::vector<Argument> airflowRows();    // Airflow, Template

} // namespace podwright::task
