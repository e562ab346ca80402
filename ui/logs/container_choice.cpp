#include "ui/logs/container_choice.h"

#include "ui/logs/log_tools.h"
#include "ui/style/metrics.h"
#include "ui/widgets/elided_combo.h"

#include <QToolButton>

#include <algorithm>

namespace podwright::ui::logs {
namespace {

constexpr int narrowestList = 96;

QString shownName(const QString &name)
{
    return name == QStringLiteral("*") ? ContainerChoice::tr("all") : name;
}

QString helpOn(const QString &name)
{
    return name == QStringLiteral("*") ? ContainerChoice::tr("Logs of all containers, in the order of time")
                                       : ContainerChoice::tr("Log of container %1").arg(name);
}

} // namespace

ContainerChoice::ContainerChoice(QWidget *parent)
    : QWidget(parent)
    , m_buttons(new Segments(this))
    , m_list(new widgets::ElidedCombo(this))
{
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_list->setObjectName(QStringLiteral("logContainerList"));
    m_list->setAccessibleName(tr("Container"));
    connect(m_list, &QComboBox::activated, this, &ContainerChoice::choose);
}

void ContainerChoice::setContainers(const QStringList &names, const QString &current)
{
    m_names = names;
    m_current = current;
    m_buttons->clear();
    m_list->clear();
    for (int i = 0; i < names.size(); ++i) {
        QToolButton *button =
            m_buttons->add(shownName(names[i]), QStringLiteral("logContainer_") + names[i], helpOn(names[i]));
        button->setAutoExclusive(true);
        button->setChecked(names[i] == current);
        connect(button, &QToolButton::clicked, this, [this, i] { choose(i); });
        m_list->addItem(shownName(names[i]));
        m_list->setItemData(i, helpOn(names[i]), Qt::ToolTipRole);
    }
    m_list->setCurrentIndex(static_cast<int>(names.indexOf(current)));
    m_list->setToolTip(helpOn(current));
    setVisible(!names.isEmpty());
    updateGeometry();
    place();
}

void ContainerChoice::choose(int index)
{
    m_current = m_names.value(index);
    Q_EMIT chosen(m_current);
}

QSize ContainerChoice::sizeHint() const
{
    return {m_buttons->sizeHint().width(), style::controlHeight};
}

QSize ContainerChoice::minimumSizeHint() const
{
    return {std::min(sizeHint().width(), narrowestList), style::controlHeight};
}

void ContainerChoice::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    place();
}

void ContainerChoice::place()
{
    const bool hasRoom = width() >= sizeHint().width();
    const bool hadFocus = isAncestorOf(focusWidget()) && focusWidget()->hasFocus();
    m_buttons->setGeometry(rect());
    m_list->setGeometry(rect());
    m_buttons->setVisible(hasRoom);
    m_list->setVisible(!hasRoom);
    if (hadFocus && !hasRoom)
        m_list->setFocus();
}

} // namespace podwright::ui::logs
