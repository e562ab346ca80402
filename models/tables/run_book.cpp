#include "models/tables/run_book.h"

#include <utility>

namespace podwright::tables {

size_t RunBook::Hash::operator()(const PodName &pod) const
{
    return std::hash<std::string_view>()(pod.uid) ^ pod.context.hash();
}

size_t RunBook::Hash::operator()(RowId id) const
{
    const RunRow &row = (*rows)[id];
    return operator()(PodName{row.context, row.uid()});
}

bool RunBook::Equal::operator()(const PodName &pod, RowId id) const
{
    const RunRow &row = (*rows)[id];
    return row.uid() == pod.uid && row.context == pod.context;
}

RunBook::RunBook(Listener listener)
    : m_listener(std::move(listener))
    , m_byPod(0, Hash{&m_rows}, Equal{&m_rows})
{}

const RowId *RunBook::findRun(const std::string &id) const
{
    const auto found = m_byRun.find(id);
    return found == m_byRun.end() ? nullptr : &found->second;
}

const RowId *RunBook::findPod(const core::Symbol &context, std::string_view uid) const
{
    const auto found = m_byPod.find(PodName{context, uid});
    return found == m_byPod.end() ? nullptr : &*found;
}

RowId RunBook::newRow()
{
    if (!m_free.empty()) {
        const RowId id = m_free.back();
        m_free.pop_back();
        return id;
    }
    m_rows.emplace_back();
    return end() - 1;
}

void RunBook::sweep()
{
    m_free.insert(m_free.end(), m_former.begin(), m_former.end());
    m_former.clear();
}

bool RunBook::isIndexed(RowId id) const
{
    const RunRow &row = m_rows[id];
    const RowId *found = row.exists() && !row.uid().empty() ? findPod(row.context, row.uid()) : nullptr;
    return found && *found == id;
}

void RunBook::count(const RunRow &row, int by)
{
    if (!row.exists())
        return;
    for (const RunChip chip : allChips)
        m_counts[static_cast<size_t>(chip)] += belongs(row, chip) ? by : 0;
}

void RunBook::change(RowId id, RunRow next)
{
    RunRow &row = m_rows[id];
    const bool hadName = row.exists() && !row.uid().empty();
    const bool keepsName = hadName && next.exists() && next.uid() == row.uid() && next.context == row.context;
    if (!keepsName && hadName && isIndexed(id))
        m_byPod.erase(id);
    if (next.exists())
        next.setTone();
    else
        m_former.push_back(id);
    const RunRow before = std::exchange(row, std::move(next));
    if (!keepsName && row.exists() && !row.uid().empty())
        m_byPod.insert(id);
    count(before, -1);
    count(row, 1);
    m_listener(id, before, row);
}

void RunBook::setRun(RunFacts facts)
{
    const RowId *ofRun = findRun(facts.id);
    const RowId *ofPod = facts.podUid.empty() ? nullptr : findPod(facts.context, facts.podUid);
    if (ofRun && m_rows[*ofRun].run && *m_rows[*ofRun].run == facts)
        return;
    RunRow next{.context = facts.context};
    next.run = std::make_shared<const RunFacts>(std::move(facts));
    const bool isOthers = ofPod && m_rows[*ofPod].run && (!ofRun || *ofRun != *ofPod);
    if (ofPod && !isOthers) {
        next.pod = m_rows[*ofPod].pod;
        next.eventReasons = m_rows[*ofPod].eventReasons;
    }
    if (!ofRun) {
        const RowId id = ofPod && !isOthers ? *ofPod : newRow();
        m_byRun[next.run->id] = id;
        return change(id, std::move(next));
    }
    const RowId id = *ofRun;
    if (ofPod && *ofPod != id && !isOthers)
        change(*ofPod, {}); // its pod was a row of its own until the run knew it
    change(id, std::move(next));
}

void RunBook::removeRun(const std::string &runId)
{
    const auto found = m_byRun.find(runId);
    if (found == m_byRun.end())
        return;
    const RowId id = found->second;
    m_byRun.erase(found);
    RunRow next;
    if (m_rows[id].pod && isIndexed(id))
        next = {.context = m_rows[id].context, .pod = m_rows[id].pod, .eventReasons = m_rows[id].eventReasons};
    change(id, std::move(next));
}

void RunBook::setPod(const core::Symbol &context, kube::PodPtr pod)
{
    const RowId *known = findPod(context, pod->uid);
    const RowId id = known ? *known : newRow();
    RunRow next = m_rows[id];
    next.context = context;
    next.pod = std::move(pod);
    change(id, std::move(next));
}

void RunBook::setEventReasons(const core::Symbol &context, std::string_view uid, core::Symbol reasons)
{
    const RowId *known = findPod(context, uid);
    if (!known || m_rows[*known].eventReasons == reasons)
        return;
    RunRow next = m_rows[*known];
    next.eventReasons = std::move(reasons);
    change(*known, std::move(next));
}

void RunBook::removePod(const core::Symbol &context, std::string_view uid)
{
    const RowId *known = findPod(context, uid);
    if (!known || !m_rows[*known].pod)
        return;
    RunRow next;
    if (m_rows[*known].run)
        next = {.context = context, .run = m_rows[*known].run};
    change(*known, std::move(next));
}

void RunBook::clearPods(const core::Symbol &context)
{
    for (RowId id = 0; id < end(); ++id) {
        const RunRow &row = m_rows[id];
        if (row.exists() && row.pod && row.context == context)
            change(id, row.run ? RunRow{.context = context, .run = row.run} : RunRow());
    }
}

} // namespace podwright::tables
