#include "ui/runs/debug_panel.h"

#include "models/core/strings.h"
#include "models/session/command_words.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/caption.h"

#include <QComboBox>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace podwright::ui::runs {

using core::qt;

namespace {

constexpr const char *usualImage = "busybox";

template<class Widget>
Widget *named(Widget *widget, const char *name, const QString &accessible)
{
    widget->setObjectName(QLatin1String(name));
    widget->setAccessibleName(accessible);
    return widget;
}

} // namespace

DebugPanel::DebugPanel(session::SessionManager &sessions, QWidget *parent)
    : QFrame(parent)
    , m_sessions(sessions)
    , m_title(new QLabel)
    , m_trouble(named(new QLabel, "debugTrouble", tr("Why there is no debug container")))
    , m_image(named(new QLineEdit(QLatin1String(usualImage)), "debugImage", tr("Image of the debug container")))
    , m_target(named(new QComboBox, "debugTarget", tr("Container whose processes it sees")))
    , m_command(named(new QLineEdit, "debugCommand", tr("Command of the debug container")))
    , m_add(named(new QPushButton(tr("Add container")), "debugAdd", tr("Add debug container")))
{
    setObjectName(QStringLiteral("debugPanel"));
    style::setProperty(this, "kind", QStringLiteral("message"));
    style::setProperty(m_title, "kind", QStringLiteral("heading"));
    style::setProperty(m_add, "kind", QStringLiteral("primary"));
    style::setProperty(m_trouble, "tone", QStringLiteral("bad"));
    m_trouble->setWordWrap(true);
    m_trouble->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_command->setPlaceholderText(tr("the image's own"));
    auto *cancel = named(new QPushButton(tr("Cancel")), "debugCancel", tr("No debug container"));
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(style::space, style::spaceSmall, style::space, style::spaceSmall);
    layout->setSpacing(style::spaceSmall);
    layout->addWidget(m_title, 0, 0, 1, 8);
    int column = 0;
    const auto add = [&](const QString &text, QWidget *field, int stretch) {
        layout->addWidget(widgets::caption(text, field), 1, column++);
        layout->setColumnStretch(column, stretch);
        layout->addWidget(field, 1, column++);
    };
    add(tr("Image"), m_image, 2);
    add(tr("Sees processes of"), m_target, 1);
    add(tr("Command"), m_command, 2);
    layout->addWidget(m_add, 1, column++);
    layout->addWidget(cancel, 1, column);
    layout->addWidget(m_trouble, 2, 0, 1, 8);
    connect(m_add, &QPushButton::clicked, this, &DebugPanel::add);
    connect(cancel, &QPushButton::clicked, this, &DebugPanel::leave);
    for (QLineEdit *line : {m_image, m_command})
        connect(line, &QLineEdit::returnPressed, this, &DebugPanel::add);
    hide();
}

void DebugPanel::ask(const session::BulkTarget &pod, const QStringList &containers)
{
    m_pod = pod;
    m_title->setText(tr("Debug container in %1 (%2). A terminal opens in it; it stays in the pod until the pod ends.")
                         .arg(qt(pod.pod), pod.context));
    setAccessibleName(m_title->text());
    m_target->clear();
    m_target->addItems(containers);
    m_target->addItem(tr("none"), true);
    tell({});
    m_add->setEnabled(true);
    show();
    m_image->setFocus();
    m_image->selectAll();
}

void DebugPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        leave();
    else
        QFrame::keyPressEvent(event);
}

void DebugPanel::leave()
{
    hide();
    parentWidget()->setFocus();
}

void DebugPanel::tell(const QString &text)
{
    m_trouble->setText(text);
    m_trouble->setVisible(!text.isEmpty());
}

void DebugPanel::add()
{
    if (m_image->text().trimmed().isEmpty())
        return tell(tr("A container needs an image."));
    m_sessions.guard().pass({m_pod.context}, tr("add a container to %1").arg(qt(m_pod.pod)), this, [this] { send(); });
}

void DebugPanel::send()
{
    const bool sharesNothing = m_target->currentData().toBool();
    core::Result<std::vector<std::string>> words = std::vector<std::string>();
    if (!m_command->text().trimmed().isEmpty())
        words = session::commandWords(m_command->text());
    if (!words)
        return tell(words.error().text());
    const session::DebugWish wish{.image = m_image->text().trimmed().toStdString(),
                                  .command = *words,
                                  .target = sharesNothing ? std::string() : m_target->currentText().toStdString()};
    m_add->setEnabled(false);
    tell({});
    session::addDebugContainer(m_sessions, m_pod, wish, this, [this, pod = m_pod](const core::Result<QString> &name) {
        m_add->setEnabled(true);
        if (!name)
            return tell(name.error().text());
        leave();
        Q_EMIT added(pod, *name);
    });
}

} // namespace podwright::ui::runs
