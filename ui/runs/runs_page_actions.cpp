#include "ui/runs/runs_page.h"

#include "models/core/strings.h"
#include "models/preflight/finding.h"
#include "ui/runs/bulk_bar.h"
#include "ui/runs/run_details.h"
#include "ui/runs/run_list.h"
#include "ui/runs/run_story.h"
#include "ui/widgets/message_bar.h"

#include <QAction>

#include <algorithm>

// What is done to runs.
namespace podwright::ui::runs {

using core::qt;

void RunsPage::openField(const std::string &pointer)
{
    const session::RunItem *item = m_center.item(m_shownRun);
    if (item && item->state().plan.mode != podwright::runs::Mode::Attach)
        Q_EMIT fieldRequested(item->state().plan.task, pointer);
}

void RunsPage::rerunWith(const std::vector<preflight::Edit> &edits)
{
    session::RunItem *item = m_center.item(m_shownRun);
    if (!item)
        return;
    const podwright::runs::RunPlan &plan = item->state().plan;
    const QString name = QString::fromStdString(plan.podName);
    m_sessions.guard().pass({plan.context}, tr("launch %1 again").arg(name), this,
                            [this, run = m_shownRun, edits] { launchAgain(run, edits); });
}

void RunsPage::launchAgain(const QString &run, const std::vector<preflight::Edit> &edits)
{
    const auto change = [edits](const task::Task &task) { return preflight::withEdits(task, edits); };
    m_center.rerun(run, change, this, [this](const core::Result<QString> &launched) {
        if (launched)
            showRun(*launched);
        else
            say(launched.error().text());
    });
}

void RunsPage::askToStop()
{
    session::RunItem *item = m_center.item(m_shownRun);
    if (!item || !item->isUnderWay())
        return;
    const podwright::runs::RunPlan &plan = item->state().plan;
    const QString pod = QString::fromStdString(plan.ns + "/" + plan.podName);
    m_message->showMessage({.tone = style::Tone::Waiting,
                            .text = tr("Stop the run of %1 in %2?").arg(pod, plan.context),
                            .detail = plan.deleteOnKill ? tr("The pod is deleted (on_kill_action: delete_pod).")
                                                        : tr("The pod is kept and goes on (on_kill_action: keep_pod)."),
                            .actions = {{.text = tr("Stop run"),
                                         .run =
                                             [this, id = m_shownRun, context = plan.context, pod] {
                                                 m_sessions.guard().pass({context}, tr("stop the run of %1").arg(pod),
                                                                         this, [this, id] { m_center.cancel(id); });
                                             }},
                                        {.text = tr("Let it run"), .run = [] {}, .isPrimary = true}}});
}

void RunsPage::rerun()
{
    rerunWith({});
}

void RunsPage::follow()
{
    const tables::RunRow *row = m_list->current();
    if (!row)
        return;
    const auto attached =
        m_center.attachPod(std::string(row->podName()), {.context = qt(row->context.text()), .ns = row->ns().text()});
    if (attached)
        showRun(*attached);
    else
        say(attached.error().text());
}

void RunsPage::askToForget()
{
    session::RunItem *item = m_center.item(m_shownRun);
    if (!item || item->isUnderWay())
        return;
    m_message->showMessage({.tone = style::Tone::Waiting,
                            .text = tr("Remove this run of %1 from the history?").arg(titleOf(item->state())),
                            .detail = tr("Its log, events and manifest go with it; the cluster is not touched."),
                            .actions = {{.text = tr("Remove"), .run = [this, id = m_shownRun] { m_center.forget(id); }},
                                        {.text = tr("Keep"), .run = [] {}, .isPrimary = true}}});
}

// Delete: pods of the cluster; a run whose pod is gone leaves the history.
void RunsPage::deleteChosen()
{
    const tables::RunRow *row = m_list->current();
    const session::RunItem *item = m_center.item(m_shownRun);
    const bool isOver = !item || !item->isUnderWay(); // if not, its pod may be out of the table's sight
    const bool isOnlyHistory = row && !row->pod && isOver && m_list->view()->selectedRows().size() < 2;
    if (isOnlyHistory)
        return askToForget();
    m_bulk->setTargets(m_list->targets());
    m_bulk->askToDelete();
}

bool RunsPage::areStarred(const std::vector<session::BulkTarget> &targets) const
{
    return !targets.empty() && std::ranges::all_of(targets, [this](const session::BulkTarget &target) {
        const podwright::runs::RunSummary *run = m_center.known().find(target.runId.toStdString());
        return run && run->isStarred;
    });
}

void RunsPage::refreshStar()
{
    const std::vector<session::BulkTarget> targets = m_list->targets();
    const bool isOn = areStarred(targets);
    const bool isNew = std::ranges::any_of(targets, [](const auto &target) { return target.runId.isEmpty(); });
    for (QAction *action : {starAction, mergeLogsAction, saveLogsAction})
        action->setEnabled(!targets.empty());
    starAction->setText(isOn ? tr("Remove star") : isNew ? tr("Star and follow") : tr("Star"));
}

// Only what is followed can be kept and told of.
void RunsPage::starChosen()
{
    const std::vector<session::BulkTarget> targets = m_list->targets();
    const bool isOn = !areStarred(targets);
    for (const session::BulkTarget &target : targets) {
        const auto run = target.runId.isEmpty()
                             ? m_center.attachPod(target.pod, {.context = target.context, .ns = target.ns})
                             : core::Result<QString>(target.runId);
        if (run)
            m_center.known().setStarred(run->toStdString(), isOn);
        else
            say(run.error().text());
    }
}

} // namespace podwright::ui::runs
