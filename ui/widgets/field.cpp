#include "ui/widgets/field.h"

#include "models/task/python_source.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QEvent>
#include <QKeyEvent>
#include <QLineEdit>

#include <array>
#include <utility>

namespace podwright::ui::widgets {

namespace {

const QString pythonSign = QString::fromLatin1(task::pythonKey.data(), task::pythonKey.size()) + QLatin1Char(' ');

} // namespace

Field::Field(QWidget *parent)
    : QWidget(parent)
{
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) { followFocus(now); });
}

Field::~Field()
{
    qApp->disconnect(this); // the focus leaves a widget that is half gone already
}

void Field::setValue(const Json &newValue)
{
    const Json wanted = newValue.is_discarded() ? Json() : newValue;
    if (wanted != value())
        showValue(wanted);
}

void Field::setMark(Mark mark, const std::string &)
{
    static constexpr std::array<const char *, 4> names{"", "", "warning", "error"};
    style::setProperty(m_control, "mark", QLatin1StringView(names[static_cast<size_t>(mark)]));
}

void Field::setLit(bool isLit)
{
    style::setProperty(m_control, "lit", isLit);
}

void Field::setNames(const QString &objectName, const QString &accessibleName, const QString &description)
{
    setObjectName(objectName);
    setAccessibleName(accessibleName);
    m_control->setObjectName(objectName + QStringLiteral(".control"));
    m_control->setAccessibleName(accessibleName);
    m_control->setAccessibleDescription(description);
    QWidget *entered = m_control;
    while (entered->focusProxy())
        entered = entered->focusProxy();
    if (entered == m_control || !qobject_cast<QLineEdit *>(entered))
        return;
    entered->setObjectName(objectName +
                           QStringLiteral(".line")); // among chips: what is heard when the field is entered
    entered->setAccessibleName(accessibleName);
    entered->setAccessibleDescription(description);
}

void Field::setControl(QWidget *control)
{
    m_control = control;
    setFocusProxy(control);
    watch(control);
}

void Field::watch(QWidget *control)
{
    control->installEventFilter(this);
}

void Field::followFocus(const QWidget *focused)
{
    while (focused && focused != this) // up through pop-ups too, which isAncestorOf() does not
        focused = focused->parentWidget();
    const bool isInside = focused != nullptr;
    if (std::exchange(m_isInside, isInside) == isInside)
        return;
    if (isInside)
        Q_EMIT entered();
    else
        Q_EMIT left();
}

bool Field::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore();
            return true;
        }
    } else if (event->type() == QEvent::Wheel && qobject_cast<QWidget *>(watched) == m_control &&
               m_control->inherits("QComboBox")) {
        event->ignore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

QString textOf(const Json &value)
{
    if (value.is_null() || value.is_discarded())
        return {};
    if (value.is_string())
        return QString::fromStdString(value.get_ref<const std::string &>());
    if (task::isPython(value))
        return pythonSign + QString::fromStdString(task::pythonText(value));
    return QString::fromStdString(value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Json valueTyped(const QString &text)
{
    return text.startsWith(pythonSign) ? task::pythonValue(text.mid(pythonSign.size()).toStdString())
                                       : Json(text.toStdString());
}

} // namespace podwright::ui::widgets
