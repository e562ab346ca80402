#include "models/task/pointers.h"
#include "models/task/rules.h"

#include <array>

namespace podwright::task {

namespace {

constexpr long long largest = 2147483647; // what the API server takes
constexpr long long largestExitCode = 255;

template<long long least, long long most>
void checkRange(const std::string &pointer, const Json &value, Report &report)
{
    if (value.is_number() && (value < least || value > most))
        report.error("out-of-range", pointer,
                     most == largest
                         ? QStringLiteral("%1 must be %2 or more").arg(pointerLabel(pointer), QString::number(least))
                         : QStringLiteral("%1 must be from %2 to %3")
                               .arg(pointerLabel(pointer), QString::number(least), QString::number(most)));
}

void checkInterval(const std::string &pointer, const Json &value, Report &report)
{
    if (value.is_number() && value <= 0)
        report.error("out-of-range", pointer, QStringLiteral("%1 must be more than 0").arg(pointerLabel(pointer)),
                     QStringLiteral("Give the seconds between two looks."));
}

void checkExitCodes(const std::string &pointer, const Json &value, Report &report)
{
    const auto checkCode = [&report](const std::string &place, const Json &code) {
        checkRange<0, largestExitCode>(place, code, report);
        if (code == 0)
            report.warning("skip-success", place,
                           QStringLiteral("Exit code 0 makes every successful run count as skipped"),
                           QStringLiteral("Remove it."));
    };
    if (value.is_number())
        return checkCode(pointer, value);
    for (size_t i = 0; i < value.size(); ++i)
        checkCode(pointerTo(pointer, i), value[i]);
}

constexpr std::array rangeRuleTable = {
    ArgumentRule{"active_deadline_seconds", checkRange<1, largest>},
    ArgumentRule{"termination_grace_period", checkRange<0, largest>},
    ArgumentRule{"startup_timeout_seconds", checkRange<0, largest>},
    ArgumentRule{"schedule_timeout_seconds", checkRange<0, largest>},
    ArgumentRule{"startup_check_interval_seconds", checkInterval},
    ArgumentRule{"poll_interval", checkInterval},
    ArgumentRule{"base_container_status_polling_interval", checkInterval},
    ArgumentRule{"logging_interval", checkInterval},
    ArgumentRule{"skip_on_exit_code", checkExitCodes},
    ArgumentRule{"retries", checkRange<0, largest>},
    ArgumentRule{"retry_delay", checkRange<0, largest>},
    ArgumentRule{"execution_timeout", checkInterval},
    ArgumentRule{"pool_slots", checkRange<1, largest>},
    ArgumentRule{"max_active_tis_per_dag", checkRange<1, largest>},
};

} // namespace

std::span<const ArgumentRule> rangeRules()
{
    return rangeRuleTable;
}

} // namespace podwright::task
