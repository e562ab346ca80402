#include "ui/shell/command_palette.h"

#include "ui/shell/quick_list.h"

#include <QAction>
#include <QWidget>

#include <algorithm>
#include <utility>

namespace podwright::ui::shell {
namespace {

constexpr QSize paletteSize(560, 420);
constexpr QSize paletteMargins(80, 120);

} // namespace

CommandPalette::CommandPalette(Commands commands, QWidget *window)
    : QObject(window)
    , m_commands(std::move(commands))
    , m_window(window)
    , m_list(new QuickList(tr("Run a command"), window))
{
    m_list->setObjectName(QStringLiteral("commandPalette"));
    m_list->setSearched(tr("Words are looked for, in any order, in the names of what can be done here: “export”, “dark "
                           "theme”, “go runs”. F1 in a field explains the field."));
    connect(m_list, &QuickList::chosen, this, &CommandPalette::run);
}

void CommandPalette::open(int top)
{
    std::vector<QuickItem> items;
    for (const QAction *action : m_commands()) {
        if (action->isEnabled() && !action->isSeparator())
            items.push_back({.value = action->objectName(),
                             .text = action->text().remove(u'&'),
                             .detail = action->shortcut().toString(QKeySequence::NativeText)});
    }
    m_list->setItems(items);
    const QSize size = paletteSize.boundedTo(m_window->size() - paletteMargins);
    m_list->open(m_window->mapToGlobal(QPoint((m_window->width() - size.width()) / 2, top)), size);
}

void CommandPalette::run(const QString &name)
{
    const QList<QAction *> commands = m_commands();
    const auto found = std::ranges::find(commands, name, &QObject::objectName);
    if (found != commands.end())
        (*found)->trigger();
}

} // namespace podwright::ui::shell
