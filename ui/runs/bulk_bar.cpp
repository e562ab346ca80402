#include "ui/runs/bulk_bar.h"

#include "models/session/bulk_save_logs.h"
#include "ui/runs/grace_choice.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/focus_return.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPointer>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <set>

namespace podwright::ui::runs {
namespace {

constexpr size_t shownFailures = 6;

QString failureText(const std::vector<session::BulkFailure> &failures)
{
    QStringList lines;
    for (size_t i = 0; i < std::min(failures.size(), shownFailures); ++i)
        lines += QStringLiteral("%1: %2").arg(failures[i].name, failures[i].reason);
    if (failures.size() > shownFailures)
        lines += BulkBar::tr("and %n more", nullptr, static_cast<int>(failures.size() - shownFailures));
    return lines.join(u'\n');
}

QStringList contextsOf(const std::vector<session::BulkTarget> &targets)
{
    std::set<QString> contexts;
    for (const session::BulkTarget &target : targets)
        contexts.insert(target.context);
    return {contexts.begin(), contexts.end()};
}

QLabel *label(const char *kind)
{
    auto *made = new QLabel;
    made->setTextFormat(Qt::PlainText);
    made->setWordWrap(true);
    made->setTextInteractionFlags(Qt::TextSelectableByMouse);
    style::setProperty(made, "kind", QLatin1StringView(kind));
    return made;
}

} // namespace

BulkBar::BulkBar(session::RunCenter &center, session::SessionManager &sessions, QWidget *parent)
    : QFrame(parent)
    , m_center(center)
    , m_sessions(sessions)
    , m_text(label("heading"))
    , m_detail(label("muted"))
    , m_progress(new QProgressBar)
    , m_buttons(new QHBoxLayout)
    , m_focus(new widgets::FocusReturn(this))
{
    setObjectName(QStringLiteral("bulkBar"));
    style::setProperty(this, "kind", QStringLiteral("message"));
    m_text->setObjectName(QStringLiteral("bulkText"));
    m_detail->setObjectName(QStringLiteral("bulkDetail"));
    m_progress->setObjectName(QStringLiteral("bulkProgress"));
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(160, 6);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(style::grid);
    texts->addWidget(m_text);
    texts->addWidget(m_detail);
    m_buttons->setSpacing(style::spaceSmall);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(style::space, style::spaceSmall, style::space, style::spaceSmall);
    layout->setSpacing(style::space);
    layout->addLayout(texts, 1);
    layout->addWidget(m_progress);
    layout->addLayout(m_buttons);
    hide();
}

void BulkBar::setTargets(std::vector<session::BulkTarget> targets)
{
    m_targets = std::move(targets);
    if (!m_action)
        offer();
}

void BulkBar::offer()
{
    m_progress->hide();
    if (m_targets.size() < 2)
        return hide();
    say(tr("%n rows chosen", nullptr, static_cast<int>(m_targets.size())), {},
        {{QStringLiteral("bulkRerun"), tr("Rerun"),
          [this] {
              pass(tr("launch %n run(s)", nullptr, static_cast<int>(m_targets.size())), [this] {
                  begin(std::make_unique<session::BulkRerun>(m_targets, m_center), tr("Launching"), tr("launched"));
              });
          }},
         {QStringLiteral("bulkMergeLogs"), tr("Logs merged"), [this] { Q_EMIT mergeRequested(); }},
         {QStringLiteral("bulkSaveLogs"), tr("Save logs…"), [this] { saveLogs(); }},
         {QStringLiteral("bulkDelete"), tr("Delete pods…"), [this] { askToDelete(); }}});
}

void BulkBar::say(const QString &text, const QString &detail, const std::vector<Button> &buttons)
{
    m_focus->giveBack(); // its buttons go
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    m_text->setText(text);
    m_detail->setText(detail);
    m_detail->setVisible(!detail.isEmpty());
    setAccessibleName(text);
    show();
    for (const Button &button : buttons) {
        auto *made = new QPushButton(button.text, this);
        made->setObjectName(button.name);
        connect(made, &QPushButton::clicked, this, button.run, Qt::QueuedConnection); // it replaces its button
        m_buttons->addWidget(made);
        if (button.isDanger)
            style::setProperty(made, "kind", QStringLiteral("danger"));
        made->show(); // the layout would do it later, and what is not seen gets no focus
        if (button.isPrimary)
            made->setFocus();
    }
}

void BulkBar::askToDelete()
{
    if (m_action || m_targets.empty())
        return;
    auto *grace = new GraceChoice(this);
    const QString clusters = contextsOf(m_targets).join(QStringLiteral(", "));
    say(m_targets.size() == 1 ? tr("Delete one pod in %1?").arg(clusters)
                              : tr("Delete %1 pods in %2?").arg(m_targets.size()).arg(clusters),
        grace->explanation(),
        {{QStringLiteral("bulkConfirm"), tr("Delete"),
          [this, chosen = QPointer(grace)] {
              if (chosen)
                  deletePods(chosen->seconds());
          },
          false, true},
         {QStringLiteral("bulkKeep"), tr("Keep"), [this] { offer(); }, true}});
    m_buttons->insertWidget(0, grace);
    connect(grace, &GraceChoice::changed, m_detail, [this, grace] { m_detail->setText(grace->explanation()); });
}

void BulkBar::deletePods(std::optional<int> graceSeconds)
{
    pass(tr("delete %n pod(s)", nullptr, static_cast<int>(m_targets.size())), [this, graceSeconds] {
        begin(std::make_unique<session::BulkDelete>(m_targets, m_sessions, graceSeconds), tr("Deleting"),
              tr("deleted"));
    });
}

void BulkBar::askToEvict()
{
    if (m_action || m_targets.empty())
        return;
    const QString clusters = contextsOf(m_targets).join(QStringLiteral(", "));
    say(m_targets.size() == 1 ? tr("Evict one pod in %1?").arg(clusters)
                              : tr("Evict %1 pods in %2?").arg(m_targets.size()).arg(clusters),
        tr("They end as if their node were drained: with their grace period, and not against a disruption budget."),
        {{QStringLiteral("bulkConfirm"), tr("Evict"),
          [this] {
              pass(tr("evict %n pod(s)", nullptr, static_cast<int>(m_targets.size())), [this] {
                  begin(std::make_unique<session::BulkEvict>(m_targets, m_sessions), tr("Evicting"), tr("evicted"));
              });
          },
          false, true},
         {QStringLiteral("bulkKeep"), tr("Keep"), [this] { offer(); }, true}});
}

// Asks first where a context of theirs is protected; what was chosen by then still counts.
void BulkBar::pass(const QString &what, const std::function<void()> &go)
{
    m_sessions.guard().pass(contextsOf(m_targets), what, this, [this, go, targets = m_targets] {
        if (m_action)
            return;
        m_targets = targets;
        go();
    });
}

// Asks no more; what is under way goes on.
void BulkBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !m_action)
        offer();
    else
        QFrame::keyPressEvent(event);
}

void BulkBar::saveLogs()
{
    if (m_action || m_targets.empty())
        return;
    auto *dialog = new QFileDialog(this, tr("Folder for the logs"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &folder) {
        begin(std::make_unique<session::BulkSaveLogs>(m_targets, m_center, m_sessions, folder), tr("Saving logs"),
              tr("saved"));
    });
    dialog->open();
}

void BulkBar::begin(Action action, const QString &doing, const QString &done)
{
    m_action = std::move(action);
    m_doing = doing;
    m_done = done;
    m_progress->setRange(0, m_action->total());
    m_progress->show();
    say({}, {}, {{QStringLiteral("bulkCancel"), tr("Cancel"), [this] {
                      if (m_action)
                          m_action->cancel();
                  }}});
    connect(m_action.get(), &session::BulkAction::progressed, this, &BulkBar::showProgress);
    connect(m_action.get(), &session::BulkAction::finished, this, &BulkBar::showResult);
    showProgress();
    m_action->start();
}

void BulkBar::showProgress()
{
    m_progress->setValue(m_action->done());
    QString text = tr("%1: %2 of %3").arg(m_doing).arg(m_action->done()).arg(m_action->total());
    if (!m_action->failures().empty())
        text += tr(", %n failed", nullptr, static_cast<int>(m_action->failures().size()));
    if (m_action->bytes() > 0)
        text += QStringLiteral(" · ") + QLocale().formattedDataSize(m_action->bytes());
    m_text->setText(text);
}

void BulkBar::showResult()
{
    m_progress->hide();
    const int failed = static_cast<int>(m_action->failures().size());
    const int left = m_action->total() - m_action->done();
    QString text = tr("%1 %2").arg(m_action->done() - failed).arg(m_done);
    if (failed > 0)
        text += tr(", %1 failed").arg(failed);
    if (left > 0)
        text += tr(", %1 left out").arg(left);
    say(text, failureText(m_action->failures()), {{QStringLiteral("bulkClose"), tr("Close"), [this] { offer(); }}});
    m_action.release()->deleteLater(); // we are inside its signal
}

} // namespace podwright::ui::runs
