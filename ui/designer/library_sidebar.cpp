#include "ui/designer/library_sidebar.h"

#include "ui/designer/library_delegate.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"

#include <QDir>
#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace podwright::ui::designer {

namespace {

int rowsOf(const QAbstractItemModel &model)
{
    int rows = 0;
    for (int group = 0; group < model.rowCount(); ++group)
        rows += 1 + model.rowCount(model.index(group, 0));
    return rows;
}

} // namespace

LibrarySidebar::LibrarySidebar(QWidget *parent)
    : QWidget(parent)
    , m_delegate(new LibraryDelegate(this))
    , m_list(addList(&m_library, QStringLiteral("library"), tr("Task library")))
    , m_exampleList(addList(&m_examples, QStringLiteral("examples"), tr("Examples")))
    , m_hint(new QLabel)
{
    style::setProperty(this, "surface", "panel");
    setAttribute(Qt::WA_StyledBackground);
    auto *examples = new QLabel(tr("Examples"));
    style::setProperty(examples, "kind", "heading");
    examples->setContentsMargins(style::spaceSmall, 0, 0, 0);
    style::setProperty(m_hint, "kind", "hint");
    m_hint->setObjectName(QStringLiteral("libraryHint"));
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setWordWrap(true);
    m_hint->setContentsMargins(style::spaceSmall, 0, style::spaceSmall, 0);
    auto *choose = new QPushButton(tr("Folder…"));
    choose->setIcon(style::icon(QStringLiteral("folder")));
    choose->setObjectName(QStringLiteral("chooseLibraryButton"));
    choose->setAccessibleName(tr("Choose the library's folder"));
    choose->setToolTip(choose->accessibleName());
    style::setProperty(choose, "kind", "flat");
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(style::spaceSmall, style::space, style::spaceSmall, style::spaceSmall);
    layout->setSpacing(style::grid);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_hint);
    layout->addSpacing(style::grid);
    layout->addWidget(examples);
    layout->addWidget(m_exampleList);
    layout->addStretch();
    layout->addWidget(choose, 0, Qt::AlignLeft);
    connect(choose, &QPushButton::clicked, this, &LibrarySidebar::chooseFolder);
    connect(&m_library, &task::LibraryModel::scanned, this, &LibrarySidebar::showCurrent);
    connect(&m_library, &task::LibraryModel::scanned, this, &LibrarySidebar::scanned);
    for (const task::LibraryModel *model : {&m_library, &m_examples})
        connect(model, &task::LibraryModel::scanned, this, &LibrarySidebar::fitLists);
    fitLists();
    m_examples.setFolder(QStringLiteral(":/examples"));
}

QTreeView *LibrarySidebar::addList(task::LibraryModel *model, const QString &name, const QString &accessibleName)
{
    auto *list = new QTreeView;
    list->setModel(model);
    list->setItemDelegate(m_delegate);
    list->setHeaderHidden(true);
    list->setIndentation(0);
    list->setRootIsDecorated(false);
    list->setItemsExpandable(false);
    list->setTextElideMode(Qt::ElideMiddle);
    list->setObjectName(name);
    list->setAccessibleName(accessibleName);
    const auto openIndex = [this](const QModelIndex &index) {
        if (const QString path = index.data(task::LibraryModel::PathRole).toString(); !path.isEmpty())
            Q_EMIT opened(path);
    };
    connect(list, &QTreeView::clicked, this, openIndex);
    connect(list, &QTreeView::activated, this, [this, openIndex](const QModelIndex &index) {
        openIndex(index);
        Q_EMIT formRequested();
    });
    connect(model, &task::LibraryModel::scanned, list, &QTreeView::expandAll);
    return list;
}

void LibrarySidebar::setFolder(const QString &folder)
{
    m_library.setFolder(folder);
}

void LibrarySidebar::chooseFolder()
{
    auto *dialog = new QFileDialog(this, tr("Choose the library's folder"), folder());
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &chosen) {
        setFolder(chosen);
        Q_EMIT folderChosen(chosen);
    });
    dialog->open();
}

QStringList LibrarySidebar::pathsOfDag(const QString &dagId) const
{
    QStringList paths;
    for (int row = 0; row < m_library.rowCount(); ++row) {
        const QModelIndex group = m_library.index(row, 0);
        for (int i = 0; group.data().toString() == dagId && i < m_library.rowCount(group); ++i)
            paths += m_library.index(i, 0, group).data(task::LibraryModel::PathRole).toString();
    }
    return paths;
}

void LibrarySidebar::setOpenDocuments(const std::vector<task::TaskDocument *> &documents,
                                      const task::TaskDocument *current)
{
    QStringList dirty;
    for (const task::TaskDocument *document : documents)
        if (document->isDirty() && !document->filePath().isEmpty())
            dirty += document->filePath();
    m_delegate->setDirtyPaths(dirty);
    m_current = current ? current->filePath() : QString();
    m_list->viewport()->update();
    showCurrent();
}

void LibrarySidebar::showCurrent()
{
    if (const QModelIndex index = m_library.indexOfPath(m_current); index.isValid())
        m_list->setCurrentIndex(index);
}

void LibrarySidebar::fitLists()
{
    const int rows = rowsOf(m_library);
    m_list->setVisible(rows > 0);
    m_list->setMaximumHeight(rows * style::lineHeight + style::grid);
    m_exampleList->setFixedHeight(std::min(rowsOf(m_examples), 10) * style::lineHeight + style::grid);
    m_hint->setVisible(rows == 0);
    m_hint->setText(folder().isEmpty() ? tr("Choose a folder: its task files are listed here.")
                                       : tr("There is no task file in %1 yet. Save one there and it is listed here.")
                                             .arg(QDir::toNativeSeparators(folder())));
}

} // namespace podwright::ui::designer
