#include "models/logs/find_time.h"
#include "ui/logs/highlight_editor.h"
#include "ui/logs/log_filters.h"
#include "ui/logs/log_minimap.h"
#include "ui/logs/log_pane.h"
#include "ui/logs/log_tools.h"
#include "ui/logs/log_view.h"
#include "ui/widgets/message_bar.h"

#include <QActionGroup>
#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QSettings>
#include <QToolButton>

namespace podwright::ui::logs {
namespace {

constexpr qsizetype mostCopied = 64 * 1024 * 1024;

} // namespace

void LogPane::buildMenu()
{
    auto *menu = new QMenu(m_tools->more);
    menu->addAction(tr("&Go to time…"), QKeySequence(QStringLiteral("Ctrl+G")), m_filters, &LogFilters::askForTime);
    menu->addAction(tr("&Mark the line"), QKeySequence(QStringLiteral("M")), this, &LogPane::toggleMark);
    menu->addAction(tr("&Next mark"), QKeySequence(QStringLiteral("]")), this, [this] { jumpToMark(true); });
    menu->addAction(tr("&Previous mark"), QKeySequence(QStringLiteral("[")), this, [this] { jumpToMark(false); });
    menu->addAction(tr("&Unfold JSON"), QKeySequence(QStringLiteral("J")), this,
                    [this] { m_view->toggleUnfolded(m_view->lineForKeys()); });
    QAction *highlights = menu->addAction(tr("&Highlights"));
    highlights->setCheckable(true);
    highlights->setObjectName(QStringLiteral("logShowHighlights"));
    connect(highlights, &QAction::toggled, m_highlights, &QWidget::setVisible);
    menu->addSeparator();
    menu->addAction(tr("&Save everything…"), this, [this] { askWhereToSave(SaveWhat::Everything); });
    menu->addAction(tr("Save what the &filters show…"), this, [this] { askWhereToSave(SaveWhat::Shown); });
    menu->addAction(tr("Save the se&lection…"), this, [this] { askWhereToSave(SaveWhat::Selected); });
    buildLimitMenu(menu->addMenu(tr("Keep on &disk at most")));
    // The keys are the view's (takeKey); here they are only told.
    for (QAction *action : menu->actions())
        action->setShortcutContext(Qt::WidgetShortcut);
    m_tools->more->setMenu(menu);
}

void LogPane::buildLimitMenu(QMenu *menu)
{
    auto *group = new QActionGroup(menu);
    const QString key = QStringLiteral("logs/diskLimitGiB");
    const qint64 chosen = QSettings().value(key, podwright::logs::LogStore::defaultMaximum >> 30).toLongLong();
    for (const qint64 size : {1, 2, 4, 8, 16, 64}) {
        QAction *action = menu->addAction(tr("%1 GB a log").arg(size));
        action->setCheckable(true);
        action->setChecked(size == chosen);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, size, key] {
            QSettings().setValue(key, size);
            if (m_store)
                m_store->setMaximumBytes(size << 30);
        });
    }
}

void LogPane::jump(bool forwards)
{
    if (!m_search || m_search->lines().isEmpty())
        return;
    const podwright::logs::LineSource &lines =
        isFiltered() ? static_cast<podwright::logs::LineSource &>(*m_filtered) : *m_store;
    const qint64 at = m_view->currentLine() >= 0 ? m_view->currentLine() : m_view->topLine() - 1;
    const qint64 origin = at < lines.firstLine() || at >= lines.endLine() ? -1 : lines.originOf(at);
    qint64 found = forwards ? m_search->next(origin) : m_search->previous(origin);
    for (qint64 tries = m_search->lines().count(); isFiltered() && tries > 0 && !m_shown->lines().contains(found);
         --tries)
        found = forwards ? m_search->next(found) : m_search->previous(found);
    m_view->goTo(lines.numberOf(found));
    searchChanged();
}

void LogPane::toggleMark()
{
    if (!m_store || m_store->lineCount() == 0)
        return;
    const qint64 line = m_view->lineForKeys();
    const qint64 origin = isFiltered() ? m_filtered->originOf(line) : line;
    if (m_marks.erase(origin) == 0)
        m_marks.insert(origin);
    m_view->setMarks(m_marks);
    m_map->setMarks(m_marks);
}

void LogPane::jumpToMark(bool forwards)
{
    if (m_marks.empty())
        return;
    const qint64 line = m_view->lineForKeys();
    const qint64 origin = isFiltered() ? m_filtered->originOf(line) : line;
    auto mark = forwards ? m_marks.upper_bound(origin) : m_marks.lower_bound(origin);
    if (forwards)
        mark = mark == m_marks.end() ? m_marks.begin() : mark;
    else
        mark = std::prev(mark == m_marks.begin() ? m_marks.end() : mark);
    m_view->goTo(isFiltered() ? m_filtered->numberOf(*mark) : *mark);
}

void LogPane::goToTime(const QString &time)
{
    m_filters->setTimeIsBad(!podwright::logs::isTime(time));
    if (!m_store || !podwright::logs::isTime(time))
        return;
    m_finding.start([chunks = m_store->snapshot(),
                     time](const std::stop_token &) { return podwright::logs::lineAtTime(chunks, time); },
                    [this](qint64 line) {
                        m_filters->setTimeIsBad(line < 0);
                        if (line >= 0 && m_store)
                            m_view->goTo(isFiltered() ? m_filtered->numberOf(line) : line);
                    });
}

bool LogPane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view && event->type() == QEvent::Resize)
        QMetaObject::invokeMethod(this, &LogPane::updateMap, Qt::QueuedConnection);
    if (watched != m_view || (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride))
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (event->type() == QEvent::ShortcutOverride) {
        if (key->matches(QKeySequence::Save) || key->matches(QKeySequence::Find))
            event->accept();
        return false;
    }
    return takeKey(key->key(), key->modifiers());
}

bool LogPane::takeKey(int key, Qt::KeyboardModifiers modifiers)
{
    if (modifiers == Qt::ControlModifier && key == Qt::Key_F)
        m_tools->focusSearch();
    else if (modifiers == Qt::ControlModifier && key == Qt::Key_S)
        askWhereToSave(SaveWhat::Everything);
    else if (modifiers == Qt::ControlModifier && key == Qt::Key_G)
        m_filters->askForTime();
    else if (modifiers & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier))
        return false;
    else
        return takePlainKey(key, modifiers & Qt::ShiftModifier);
    return true;
}

bool LogPane::takePlainKey(int key, bool isShifted)
{
    if (key == Qt::Key_Slash)
        m_tools->focusSearch();
    else if (key == Qt::Key_N || key == Qt::Key_F3)
        jump(!isShifted);
    else if (key == Qt::Key_F)
        m_tools->follow->click();
    else if (key == Qt::Key_W)
        m_tools->wrap->click();
    else if (key == Qt::Key_T)
        m_tools->stamps->click();
    else if (key == Qt::Key_M)
        toggleMark();
    else if (key == Qt::Key_BracketRight || key == Qt::Key_BracketLeft)
        jumpToMark(key == Qt::Key_BracketRight);
    else if (key == Qt::Key_J)
        m_view->toggleUnfolded(m_view->lineForKeys());
    else
        return false;
    return true;
}

void LogPane::askWhereToSave(SaveWhat what)
{
    if (!m_store)
        return;
    auto *dialog = new QFileDialog(this, tr("Save the log"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(m_tools->container() + QStringLiteral(".log"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, what](const QString &path) { saveTo(path, what); });
    dialog->open();
}

podwright::logs::ExportQuery LogPane::exportQuery(SaveWhat what) const
{
    podwright::logs::ExportQuery query{.chunks = m_store->snapshot(),
                                       .from = m_store->firstLine(),
                                       .to = m_store->wholeLineEnd(),
                                       .withStamps = m_tools->stamps->isChecked()};
    if (what != SaveWhat::Everything && isFiltered())
        query.only = m_shown->lines();
    if (what == SaveWhat::Selected) {
        const auto origin = [this](qint64 line) { return isFiltered() ? m_filtered->originOf(line) : line; };
        query.from = origin(m_view->selection().first().line);
        query.to = origin(m_view->selection().last().line) + 1;
    }
    return query;
}

void LogPane::saveTo(const QString &path, SaveWhat what)
{
    if (!m_store)
        return;
    m_store->finish();
    m_progress = std::make_shared<std::atomic<int>>(0);
    m_progressTimer.start();
    m_saving.start([query = exportQuery(what), path, progress = m_progress](
                       const std::stop_token &stop) { return exportLines(query, path, progress, stop); },
                   [this, path](const podwright::core::Result<void> &result) {
                       m_progressTimer.stop();
                       m_message->dismiss();
                       if (result)
                           Q_EMIT saved(path);
                       else
                           Q_EMIT trouble(tr("The log was not saved: %1").arg(result.error().text()));
                   });
}

void LogPane::showProgress()
{
    const auto stop = [this] {
        m_saving.cancel();
        m_progressTimer.stop();
        Q_EMIT statusText(tr("Saving was stopped; no file was written"));
    };
    m_message->showMessage(
        {.text = tr("Saving the log: %1 %").arg(m_progress->load() / 10), .actions = {{tr("Stop"), stop}}});
}

void LogPane::copySelection()
{
    podwright::logs::ExportQuery query = exportQuery(SaveWhat::Selected);
    query.withEscapes = false;
    m_copying.start(
        [query = std::move(query)](const std::stop_token &stop) { return copyLines(query, mostCopied, stop); },
        [this](const podwright::core::Result<QByteArray> &text) {
            if (text)
                QGuiApplication::clipboard()->setText(QString::fromUtf8(*text));
            else
                Q_EMIT trouble(tr("Nothing was copied: %1").arg(text.error().text()));
        });
}

} // namespace podwright::ui::logs
