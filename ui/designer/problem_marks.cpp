#include "ui/designer/problem_marks.h"

#include "models/core/strings.h"

#include <QStringList>

#include <algorithm>

namespace podwright::ui::designer {

namespace {

// The first line of what the pointer, or what it lies in, gives; 0 if there is none.
int lineOf(std::string pointer, const manifest::Preview &preview)
{
    for (; pointer.find('/', 1) != std::string::npos; pointer.erase(pointer.rfind('/')))
        if (const auto lines = preview.lines(pointer); !lines.empty())
            return lines.front().first;
    return 0;
}

ProblemMark markIn(const QString &line, int number)
{
    const QString text = line.trimmed();
    const auto isContent = [](QChar c) { return c != u' ' && c != u'-'; };
    const auto start = std::ranges::find_if(line, isContent) - line.begin();
    const auto end = line.indexOf(text) + text.size();
    return {.position = {.line = number, .column = int(start) + 1}, .length = int(std::max<qsizetype>(end - start, 1))};
}

} // namespace

std::vector<ProblemMark> problemMarks(const task::Problems &problems, const manifest::Preview &preview)
{
    const QStringList lines = core::qt(preview.text()).split(u'\n');
    task::Problems sorted = problems;
    std::ranges::stable_sort(sorted, {}, &task::Problem::severity);
    std::vector<ProblemMark> marks;
    for (const task::Problem &problem : sorted) {
        const int number = lineOf(problem.pointer, preview);
        if (number == 0)
            continue;
        ProblemMark mark = markIn(lines.value(number - 1), number);
        mark.message = problem.fix.isEmpty() ? problem.message : problem.message + QStringLiteral("  ") + problem.fix;
        mark.isError = problem.severity == task::Problem::Severity::Error;
        marks.push_back(std::move(mark));
    }
    return marks;
}

} // namespace podwright::ui::designer
