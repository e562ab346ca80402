#include "ui/widgets/entry_delegate.h"

#include "ui/style/fonts.h"
#include "ui/style/theme.h"
#include "ui/widgets/entry_model.h"

#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>

namespace podwright::ui::widgets {

QWidget *EntryDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const auto *model = static_cast<const EntryModel *>(index.model());
    const EntryColumn &column = model->column(index.column());
    auto *self = const_cast<EntryDelegate *>(this); // commitData() is a signal, and signals are not const
    if (column.choices.isEmpty() || model->isPython(index)) {
        auto *line = new QLineEdit(parent);
        line->setFont(style::codeFont());
        line->setAccessibleName(column.title);
        line->setObjectName(QStringLiteral("cell"));
        connect(line, &QLineEdit::textEdited, self, [self, line] { Q_EMIT self->commitData(line); });
        return line;
    }
    auto *box = new QComboBox(parent);
    box->addItems(column.choices);
    box->setAccessibleName(column.title);
    box->setObjectName(QStringLiteral("cell"));
    style::setProperty(box, "kind", "cell");
    connect(box, &QComboBox::activated, self, [self, box] {
        Q_EMIT self->commitData(box);
        Q_EMIT self->closeEditor(box);
    });
    return box;
}

void EntryDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    const QString text = index.data(Qt::EditRole).toString();
    if (auto *line = qobject_cast<QLineEdit *>(editor); line && line->text() != text)
        line->setText(text);
    else if (auto *box = qobject_cast<QComboBox *>(editor))
        box->setCurrentText(text);
}

void EntryDelegate::setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const
{
    if (auto *line = qobject_cast<QLineEdit *>(editor))
        model->setData(index, line->text());
    else if (auto *box = qobject_cast<QComboBox *>(editor))
        model->setData(index, box->currentText());
}

void EntryDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option, const QModelIndex &) const
{
    editor->setGeometry(option.rect);
}

bool EntryDelegate::eventFilter(QObject *editor, QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore();
            return true;
        }
    }
    return QStyledItemDelegate::eventFilter(editor, event);
}

} // namespace podwright::ui::widgets
