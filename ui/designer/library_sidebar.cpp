#include "ui/designer/library_sidebar.h"

#include "ui/designer/library_delegate.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"

#include <QDir>
#include <QFileDialog>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace podwright::ui::designer {

namespace {

using namespace std::chrono_literals;

constexpr QLatin1StringView exampleFolder{":/examples"};

template<class Visit>
void forEachTask(QStandardItemModel *model, Visit visit)
{
    for (int group = 0; group < model->rowCount(); ++group)
        for (int row = 0; row < model->item(group)->rowCount(); ++row)
            visit(model->item(group)->child(row));
}

} // namespace

LibrarySidebar::LibrarySidebar(QWidget *parent)
    : QWidget(parent)
    , m_view(new QTreeView)
    , m_model(new QStandardItemModel(this))
    , m_changed(200ms, 1000ms)
{
    style::setProperty(this, "surface", "panel");
    setAttribute(Qt::WA_StyledBackground);
    m_view->setModel(m_model);
    m_view->setItemDelegate(new LibraryDelegate(m_view));
    m_view->setHeaderHidden(true);
    m_view->setIndentation(0);
    m_view->setRootIsDecorated(false);
    m_view->setItemsExpandable(false);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setTextElideMode(Qt::ElideMiddle);
    m_view->setObjectName(QStringLiteral("library"));
    m_view->setAccessibleName(tr("Task library"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(style::spaceSmall, style::space, style::spaceSmall, style::spaceSmall);
    layout->addWidget(m_view, 1);
    buildFooter(layout);
    const auto openIndex = [this](const QModelIndex &index) {
        if (const QString path = index.data(PathRole).toString(); !path.isEmpty())
            Q_EMIT opened(path);
    };
    connect(m_view, &QTreeView::clicked, this, openIndex);
    connect(m_view, &QTreeView::activated, this, openIndex);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_changed, &core::Throttle::request);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_changed, &core::Throttle::request);
    connect(&m_changed, &core::Throttle::fired, this, &LibrarySidebar::rescan);
    rescan();
}

void LibrarySidebar::buildFooter(QVBoxLayout *layout)
{
    auto *choose = new QPushButton(tr("Choose folder…"));
    choose->setIcon(style::icon(QStringLiteral("folder")));
    choose->setObjectName(QStringLiteral("chooseLibraryButton"));
    choose->setAccessibleName(tr("Choose the library's folder"));
    style::setProperty(choose, "kind", "flat");
    connect(choose, &QPushButton::clicked, this, &LibrarySidebar::chooseFolder);
    layout->addWidget(choose, 0, Qt::AlignLeft);
}

void LibrarySidebar::setFolder(const QString &folder)
{
    m_folder = folder;
    rescan();
}

void LibrarySidebar::chooseFolder()
{
    auto *dialog = new QFileDialog(this, tr("Choose the library's folder"), m_folder);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &folder) {
        setFolder(folder);
        Q_EMIT folderChosen(folder);
    });
    dialog->open();
}

void LibrarySidebar::setOpenDocuments(const std::vector<task::TaskDocument *> &documents,
                                      const task::TaskDocument *current)
{
    m_dirty.clear();
    for (const task::TaskDocument *document : documents)
        if (document->isDirty() && !document->filePath().isEmpty())
            m_dirty += document->filePath();
    const QString path = current ? current->filePath() : QString();
    const bool wasSaved = !path.isEmpty() && std::ranges::find(m_entries, path, &LibraryEntry::path) == m_entries.end();
    m_current = path;
    if (wasSaved)
        m_changed.request();
    showMarks();
}

void LibrarySidebar::rescan()
{
    m_scan.start(
        [folder = m_folder](std::stop_token stop) {
            return folder.isEmpty() ? std::vector<LibraryEntry>() : scanLibrary(folder, stop);
        },
        [this](std::vector<LibraryEntry> entries) {
            show(entries);
            Q_EMIT scanned();
        });
}

void LibrarySidebar::show(const std::vector<LibraryEntry> &entries)
{
    if (!m_watcher.files().isEmpty() || !m_watcher.directories().isEmpty())
        m_watcher.removePaths(m_watcher.files() + m_watcher.directories());
    if (!m_folder.isEmpty())
        m_watcher.addPath(m_folder);
    for (const LibraryEntry &entry : entries)
        m_watcher.addPath(entry.path);
    if (m_model->rowCount() > 0 && entries == m_entries)
        return;
    m_entries = entries;
    m_model->clear();
    std::vector<std::pair<QString, std::vector<LibraryEntry>>> groups;
    for (const LibraryEntry &entry : entries) {
        const QString title = entry.group.isEmpty() ? QDir(m_folder).dirName() : entry.group;
        if (groups.empty() || groups.back().first != title)
            groups.push_back({title, {}});
        groups.back().second.push_back(entry);
    }
    for (const auto &[title, members] : groups)
        addGroup(title, members);
    addGroup(tr("examples"), scanLibrary(exampleFolder));
    m_view->expandAll();
    showMarks();
}

void LibrarySidebar::addGroup(const QString &title, const std::vector<LibraryEntry> &entries)
{
    auto *group = new QStandardItem(title);
    group->setFlags(Qt::ItemIsEnabled);
    for (const LibraryEntry &entry : entries) {
        auto *item = new QStandardItem(entry.title);
        item->setData(entry.path, PathRole);
        item->setData(entry.error, ErrorRole);
        item->setToolTip(entry.error.isEmpty() ? entry.path : entry.error);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        group->appendRow(item);
    }
    m_model->appendRow(group);
}

void LibrarySidebar::showMarks()
{
    forEachTask(m_model, [this](QStandardItem *item) {
        const QString path = item->data(PathRole).toString();
        const bool isDirty = m_dirty.contains(path);
        item->setData(isDirty, DirtyRole);
        const QString error = item->data(ErrorRole).toString();
        item->setAccessibleText(!error.isEmpty() ? tr("%1, cannot be read: %2").arg(item->text(), error)
                                : isDirty        ? tr("%1, unsaved changes").arg(item->text())
                                                 : item->text());
        if (path == m_current && !m_current.isEmpty())
            m_view->setCurrentIndex(item->index());
    });
}

} // namespace podwright::ui::designer
