#include "ui/designer/field_row.h"

#include "models/core/strings.h"
#include "models/task/python_source.h"
#include "ui/designer/field_factory.h"
#include "ui/designer/python_field.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/block_fields.h"
#include "ui/widgets/validation_note.h"

#include <QContextMenuEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>
#include <QWhatsThis>

#include <algorithm>
#include <utility>

namespace podwright::ui::designer {

namespace {

constexpr int labelWidth = 132;
constexpr int buttonSize = 22;

QToolButton *smallButton(const QString &icon, const QString &name, const QString &tip)
{
    auto *button = new QToolButton;
    button->setIcon(style::icon(icon));
    button->setIconSize({12, 12});
    button->setFixedSize(buttonSize, buttonSize);
    button->setObjectName(name);
    button->setAccessibleName(tip);
    button->setToolTip(tip);
    button->setFocusPolicy(Qt::TabFocus);
    QSizePolicy policy = button->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    button->setSizePolicy(policy);
    button->hide();
    return button;
}

widgets::Mark markOf(task::Problem::Severity severity)
{
    switch (severity) {
    case task::Problem::Severity::Error:
        return widgets::Mark::Error;
    case task::Problem::Severity::Warning:
        return widgets::Mark::Warning;
    case task::Problem::Severity::Advice:
        break;
    }
    return widgets::Mark::Advice;
}

} // namespace

FieldRow::FieldRow(const FormEntry &entry, task::TaskDocument *document, QWidget *parent)
    : QWidget(parent)
    , m_entry(&entry)
    , m_document(document)
    , m_field(makeField(entry).release())
    , m_note(new widgets::ValidationNote)
{
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(style::grid);
    grid->setVerticalSpacing(style::grid);
    buildLabel();
    setNarrow(false); // before the buttons: Tab reaches the field first
    buildButtons(grid);
    grid->setColumnStretch(1, 1);
    setObjectName(core::qt(entry.argument.name) + QStringLiteral(".row"));
    connectField(m_field);
    showDocument();
}

widgets::Field *FieldRow::field()
{
    return m_isPython ? m_python : m_field;
}

void FieldRow::setNarrow(bool isNarrow)
{
    m_isNarrow = isNarrow;
    placeField();
}

void FieldRow::placeField()
{
    auto *grid = static_cast<QGridLayout *>(layout());
    const bool isBelow = m_isNarrow || field()->isWide();
    const int row = isBelow ? 1 : 0;
    const int column = isBelow ? 0 : 1;
    const int columns = isBelow ? 2 : 1;
    for (QWidget *widget : std::initializer_list<QWidget *>{m_label, m_field, m_python, m_note})
        if (widget)
            grid->removeWidget(widget);
    grid->addWidget(m_label, 0, 0, 1, columns, isBelow ? Qt::Alignment() : Qt::AlignTop);
    grid->addWidget(field(), row, column, 1, columns);
    grid->addWidget(m_note, row + 1, column, 1, columns);
    grid->setColumnMinimumWidth(0, isBelow ? 0 : labelWidth);
    m_label->setMaximumWidth(isBelow ? QWIDGETSIZE_MAX : labelWidth);
}

void FieldRow::buildLabel()
{
    const task::Argument &argument = m_entry->argument;
    QString words = core::qt(argument.label);
    if (argument.isIgnored)
        words += tr(" (ignored)");
    m_label = new QLabel(labelText(false));
    m_label->setWordWrap(true);
    m_label->setMinimumHeight(style::controlHeight);
    m_label->setToolTip(helpText());
    m_label->setBuddy(m_field);
    style::setProperty(m_label, "kind", "muted");
    m_field->setNames(core::qt(argument.name), words, core::qt(argument.help));
    m_field->setPlaceholder(defaultText(argument));
    m_field->setToolTip(helpText());
}

// With quiet marks for what Jinja renders and for Python source inside the value.
QString FieldRow::labelText(bool holdsPython) const
{
    const task::Argument &argument = m_entry->argument;
    QString words = core::qt(argument.label).toHtmlEscaped();
    if (argument.isIgnored)
        words += tr(" (ignored)");
    if (argument.isTemplated)
        words += QStringLiteral(" <span style=\"font-size:9px\">{{&nbsp;}}</span>");
    if (holdsPython)
        words += QStringLiteral(" <span style=\"font-size:10px\">ƒx</span>");
    return QStringLiteral("<qt>%1</qt>").arg(words);
}

void FieldRow::buildButtons(QGridLayout *grid)
{
    m_reset = smallButton(QStringLiteral("reset"), core::qt(m_entry->argument.name) + QStringLiteral(".reset"),
                          tr("Reset %1 to its default").arg(core::qt(m_entry->argument.label)));
    m_help = smallButton(QStringLiteral("help"), core::qt(m_entry->argument.name) + QStringLiteral(".help"),
                         tr("Help on %1 (F1)").arg(core::qt(m_entry->argument.label)));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(0);
    buttons->setContentsMargins(0, style::grid, 0, 0);
    buttons->addWidget(m_reset);
    buttons->addWidget(m_help);
    grid->addLayout(buttons, 0, 2, Qt::AlignTop);
    connect(m_reset, &QToolButton::clicked, this, [this] {
        m_document->reset(m_entry->pointer);
        m_document->seal();
        field()->setFocus();
    });
    connect(m_help, &QToolButton::clicked, this, &FieldRow::showHelp);
}

void FieldRow::connectField(widgets::Field *field)
{
    connect(field, &widgets::Field::edited, this, [this, field] {
        const core::Json value = field->value();
        if (value.is_null())
            m_document->reset(m_entry->pointer);
        else
            m_document->edit(m_entry->pointer, value);
    });
    connect(field, &widgets::Field::left, m_document, &task::TaskDocument::seal);
    connect(field, &widgets::Field::entered, this, [this] { Q_EMIT focused(m_entry->pointer); });
    if (auto *yaml = qobject_cast<widgets::YamlField *>(field))
        connect(yaml, &widgets::YamlField::inputErrorChanged, this, &FieldRow::showNote);
}

bool FieldRow::isSet() const
{
    return !valueAt(m_document->task(), m_entry->pointer).is_null();
}

bool FieldRow::matches(const QString &words) const
{
    const task::Argument &argument = m_entry->argument;
    const auto has = [&words](const QString &where) { return where.contains(words, Qt::CaseInsensitive); };
    const auto parts = m_field->findChildren<QLineEdit *>();
    return words.isEmpty() || has(core::qt(argument.name)) || isNamed(words) || has(core::qt(argument.help)) ||
           has(widgets::textOf(valueAt(m_document->task(), m_entry->pointer))) ||
           std::ranges::any_of(parts, has, &QLineEdit::accessibleName);
}

bool FieldRow::isNamed(const QString &words) const
{
    return core::qt(m_entry->argument.label).contains(words, Qt::CaseInsensitive);
}

void FieldRow::showDocument()
{
    const core::Json &value = valueAt(m_document->task(), m_entry->pointer);
    showPython(task::isPython(value));
    field()->setValue(value);
    m_label->setText(labelText(task::holdsPython(value)));
    m_reset->setVisible(isSet());
}

void FieldRow::showPython(bool isPython)
{
    if (std::exchange(m_isPython, isPython) == isPython)
        return;
    if (!m_python) {
        m_python = new PythonField(this);
        m_python->setNames(core::qt(m_entry->argument.name) + QStringLiteral(".python"), m_field->accessibleName(),
                           tr("Python source"));
        setTabOrder(m_field, m_python);
        connectField(m_python);
        connect(m_python, &PythonField::plainValueRequested, m_reset, &QToolButton::click);
    }
    const bool hadFocus = isAncestorOf(focusWidget()) && focusWidget()->hasFocus();
    placeField();
    m_field->setVisible(!isPython);
    m_python->setVisible(isPython);
    m_label->setBuddy(field());
    if (hadFocus)
        field()->setFocus();
}

void FieldRow::setProblems(const task::Problems &problems)
{
    m_errors = 0;
    const task::Problem *worst = nullptr;
    for (const task::Problem &problem : problems) {
        if (!isWithin(problem.pointer, m_entry->pointer))
            continue;
        m_errors += problem.severity == task::Problem::Severity::Error ? 1 : 0;
        if (!worst || problem.severity < worst->severity)
            worst = &problem;
    }
    m_mark = worst ? markOf(worst->severity) : widgets::Mark::None;
    m_problem = worst ? worst->message : QString();
    if (worst && !worst->fix.isEmpty())
        m_problem += QLatin1StringView(worst->message.endsWith(QLatin1Char('.')) ? " " : ". ") + worst->fix;
    m_inner = worst ? worst->pointer.substr(m_entry->pointer.size()) : std::string();
    showNote();
}

void FieldRow::showNote()
{
    const QString inputError = field()->inputError();
    if (inputError.isEmpty()) {
        m_note->setNote(m_mark, m_problem);
        field()->setMark(m_mark, m_inner);
    } else {
        m_note->setNote(widgets::Mark::Error, inputError);
        field()->setMark(widgets::Mark::Error);
    }
}

QString FieldRow::helpText() const
{
    const task::Argument &argument = m_entry->argument;
    QStringList lines{QStringLiteral("<b>%1</b>").arg(core::qt(argument.name)),
                      core::qt(argument.help).toHtmlEscaped()};
    if (!defaultText(argument).isEmpty())
        lines += defaultText(argument).toHtmlEscaped();
    if (argument.isTemplated)
        lines += tr("Jinja renders it: {{ ds }} and the like may be used.");
    if (!argument.since.empty())
        lines += tr("Since provider version %1.").arg(core::qt(argument.since));
    if (!argument.replaces.empty())
        lines += tr("Replaces %1.").arg(core::qt(argument.replaces));
    if (argument.isIgnored)
        lines += tr("The operator accepts and ignores it.");
    return QStringLiteral("<qt>%1</qt>").arg(lines.join(QStringLiteral("<br>")));
}

void FieldRow::showHelp()
{
    QWhatsThis::showText(m_field->mapToGlobal(QPoint(0, m_field->height())), helpText(), this);
}

void FieldRow::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    QAction *reset = menu.addAction(tr("Reset to default"), m_reset, &QToolButton::click);
    reset->setEnabled(isSet());
    menu.addAction(tr("Help"), this, &FieldRow::showHelp);
    menu.exec(event->globalPos());
}

void FieldRow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_F1)
        showHelp();
    else
        QWidget::keyPressEvent(event);
}

void FieldRow::enterEvent(QEnterEvent *event)
{
    m_help->setVisible(true);
    QWidget::enterEvent(event);
}

void FieldRow::leaveEvent(QEvent *event)
{
    m_help->setVisible(false);
    QWidget::leaveEvent(event);
}

} // namespace podwright::ui::designer
