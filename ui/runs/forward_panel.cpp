#include "ui/runs/forward_panel.h"

#include "models/core/strings.h"
#include "ui/runs/run_list.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/focus_return.h"
#include "ui/widgets/table_setup.h"
#include "ui/widgets/validation_note.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QIntValidator>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QUrl>

#include <algorithm>

namespace podwright::ui::runs {

using core::qt;

namespace {

constexpr int largestForwardPort = 65535;
constexpr int shownForwards = 4;
const std::vector<int> forwardColumns{260, 70, 150, 110, 170, 0};

} // namespace

ForwardPanel::ForwardPanel(const RunList &list, session::SessionManager &sessions, const core::Clock &clock,
                           QWidget *parent)
    : QFrame(parent)
    , m_list(list)
    , m_sessions(sessions)
    , m_forwards(sessions, clock)
    , m_title(new QLabel(this))
    , m_form(new QWidget(this))
    , m_remote(new QComboBox(m_form))
    , m_local(new QLineEdit(m_form))
    , m_note(new widgets::ValidationNote(this))
    , m_empty(new QLabel(this))
    , m_table(new QTableView(this))
    , m_open(new QPushButton(parent))
{
    setObjectName(QStringLiteral("forwardPanel"));
    style::setProperty(this, "surface", QStringLiteral("card"));
    forwardAction = makeAction(QStringLiteral("forwardPort"), tr("Forward a port…"), &ForwardPanel::openForChosen);
    listAction = makeAction(QStringLiteral("listForwards"), tr("Port-forwards"), &ForwardPanel::openList);
    m_start = makeButton(QStringLiteral("startForward"), tr("Forward"), &ForwardPanel::start);
    m_browse = makeButton(QStringLiteral("browseForward"), tr("Open in browser"), &ForwardPanel::openInBrowser);
    m_copy = makeButton(QStringLiteral("copyForward"), tr("Copy address"), &ForwardPanel::copyAddress);
    m_stop = makeButton(QStringLiteral("stopForward"), tr("Stop"), &ForwardPanel::stopChosen);
    m_close = makeButton(QStringLiteral("closeForwards"), tr("Close"), &ForwardPanel::leave);
    style::setProperty(m_start, "kind", QStringLiteral("primary"));
    m_open->setObjectName(QStringLiteral("openForwards"));
    style::setProperty(m_open, "kind", QStringLiteral("pill"));
    connect(m_open, &QPushButton::clicked, this, &ForwardPanel::openList);
    makeLayout();
    connect(&m_forwards, &session::PortForwards::openCountChanged, this, &ForwardPanel::refresh);
    connect(&m_forwards, &session::PortForwards::dataChanged, this, &ForwardPanel::refresh);
    connect(&m_forwards, &session::PortForwards::rowsInserted, this, &ForwardPanel::refresh);
    connect(&m_forwards, &session::PortForwards::rowsRemoved, this, &ForwardPanel::refresh);
    connect(&m_forwards, &session::PortForwards::ended, this, &ForwardPanel::notice);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &ForwardPanel::refresh);
    connect(m_table, &QTableView::activated, this, &ForwardPanel::openInBrowser);
    refresh();
    new widgets::FocusReturn(this);
    hide();
}

QPushButton *ForwardPanel::makeButton(const QString &name, const QString &text, void (ForwardPanel::*slot)())
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(name);
    connect(button, &QPushButton::clicked, this, slot);
    return button;
}

QAction *ForwardPanel::makeAction(const QString &name, const QString &text, void (ForwardPanel::*slot)())
{
    auto *action = new QAction(text, this);
    action->setObjectName(name);
    connect(action, &QAction::triggered, this, slot);
    return action;
}

void ForwardPanel::makeLayout()
{
    m_title->setObjectName(QStringLiteral("forwardTitle"));
    style::setProperty(m_title, "kind", QStringLiteral("heading"));
    m_note->setObjectName(QStringLiteral("forwardNote"));
    m_empty->setObjectName(QStringLiteral("forwardEmpty"));
    m_empty->setWordWrap(true);
    style::setProperty(m_empty, "kind", QStringLiteral("muted"));
    m_remote->setObjectName(QStringLiteral("forwardRemote"));
    m_remote->setAccessibleName(tr("Port of the pod"));
    m_remote->setEditable(true);
    m_remote->setInsertPolicy(QComboBox::NoInsert);
    m_remote->lineEdit()->setPlaceholderText(tr("port of the pod"));
    m_remote->setMinimumWidth(160);
    m_local->setObjectName(QStringLiteral("forwardLocal"));
    m_local->setAccessibleName(tr("Port on this machine"));
    m_local->setPlaceholderText(tr("any free port of this machine"));
    m_local->setValidator(new QIntValidator(0, largestForwardPort, m_local));
    m_local->setMinimumWidth(200);
    for (QLineEdit *edit : {m_remote->lineEdit(), m_local})
        connect(edit, &QLineEdit::returnPressed, this, &ForwardPanel::start);
    m_table->setObjectName(QStringLiteral("forwardTable"));
    m_table->setAccessibleName(tr("Port-forwards"));
    m_table->setModel(&m_forwards);
    widgets::setUpTable(m_table, forwardColumns);

    auto *form = new QHBoxLayout(m_form);
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(style::spaceSmall);
    form->addWidget(m_remote);
    form->addWidget(m_local);
    form->addWidget(m_start);
    form->addStretch(1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(style::spaceSmall);
    for (QPushButton *button : {m_browse, m_copy, m_stop})
        buttons->addWidget(button);
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(style::space, style::space, style::space, style::space);
    layout->setSpacing(style::spaceSmall);
    layout->addWidget(m_title);
    layout->addWidget(m_form);
    layout->addWidget(m_note);
    layout->addWidget(m_empty);
    layout->addWidget(m_table);
    layout->addLayout(buttons);
}

void ForwardPanel::openForChosen()
{
    const tables::RunRow *row = m_list.current();
    m_target = row ? session::BulkTarget::of(*row) : session::BulkTarget();
    m_note->setNote({}, {});
    m_remote->clear();
    m_local->clear();
    if (m_target.uid.empty()) {
        m_target = {};
        m_note->setNote(widgets::Mark::Warning, tr("Choose a row with a pod first."));
    }
    refresh();
    show();
    m_target.pod.empty() ? focusList() : m_remote->setFocus();
    if (!m_target.pod.empty())
        askForPorts();
}

void ForwardPanel::openList()
{
    m_target = {};
    m_note->setNote({}, {});
    refresh();
    show();
    focusList();
    if (chosenRow() < 0)
        m_table->selectRow(0);
}

void ForwardPanel::focusList()
{
    m_table->isHidden() ? m_close->setFocus() : m_table->setFocus();
}

void ForwardPanel::leave()
{
    hide();
}

void ForwardPanel::askForPorts()
{
    kube::ApiClient *client = m_sessions.session(m_target.context)->client();
    if (!client)
        return;
    client->getPod(m_target.ns, m_target.pod, this, [this, uid = m_target.uid](const core::Result<core::Json> &pod) {
        if (pod && uid == m_target.uid)
            takePorts(*pod);
    });
}

// What was typed meanwhile stays.
void ForwardPanel::takePorts(const core::Json &pod)
{
    const QString typed = m_remote->currentText();
    m_remote->clear();
    for (const core::Json &container : core::at(pod, {"spec", "containers"})) {
        for (const core::Json &port : core::at(container, {"ports"})) {
            const QString number = QString::number(core::intAt(port, {"containerPort"}));
            m_remote->addItem(number);
            const QString name = qt(core::textAt(port, {"name"}));
            m_remote->setItemData(m_remote->count() - 1, name, Qt::ToolTipRole);
        }
    }
    if (!typed.isEmpty())
        m_remote->setCurrentText(typed);
    m_remote->lineEdit()->selectAll();
}

void ForwardPanel::start()
{
    const int remote = m_remote->currentText().trimmed().toInt();
    if (remote < 1 || remote > largestForwardPort) {
        m_remote->setFocus();
        return m_note->setNote(widgets::Mark::Error, tr("Which port of the pod? A number from 1 to 65535."));
    }
    const session::ForwardWish wish{.context = m_target.context,
                                    .ns = m_target.ns,
                                    .pod = m_target.pod,
                                    .uid = m_target.uid,
                                    .remotePort = remote,
                                    .localPort = m_local->text().toInt()};
    m_forwards.start(wish, this, [this](const core::Result<int> &port) { tell(port); });
}

void ForwardPanel::tell(const core::Result<int> &port)
{
    if (!port) {
        m_note->setNote(widgets::Mark::Error, port.error().text());
        if (port.error().kind == core::Error::Kind::Conflict) // the next Enter takes it
            m_local->setText(QString::number(kube::freePortFrom(m_local->text().toInt() + 1)));
        return;
    }
    m_note->setNote({}, {});
    m_table->selectRow(m_forwards.rowCount() - 1);
    m_table->setFocus();
}

int ForwardPanel::chosenRow() const
{
    return m_table->currentIndex().row();
}

QVariant ForwardPanel::chosenData(int role) const
{
    return m_forwards.data(m_table->currentIndex(), role);
}

void ForwardPanel::openInBrowser()
{
    if (chosenRow() >= 0)
        QDesktopServices::openUrl(chosenData(session::PortForwards::UrlRole).toUrl());
}

void ForwardPanel::copyAddress()
{
    if (chosenRow() >= 0)
        QGuiApplication::clipboard()->setText(chosenData(session::PortForwards::AddressRole).toString());
}

// One that has ended leaves the list.
void ForwardPanel::stopChosen()
{
    const int row = chosenRow();
    if (row < 0)
        return;
    const auto state = static_cast<session::ForwardState>(chosenData(session::PortForwards::StateRole).toInt());
    state == session::ForwardState::Ended ? m_forwards.remove(row) : m_forwards.stop(row);
}

void ForwardPanel::refresh()
{
    const bool hasPod = !m_target.pod.empty();
    m_title->setText(hasPod ? tr("Forward a port of %1").arg(qt(m_target.pod)) : tr("Port-forwards"));
    m_form->setVisible(hasPod);
    m_start->setVisible(hasPod);
    refreshList();
    const bool isChosen = chosenRow() >= 0;
    const bool isOver = isChosen && chosenData(session::PortForwards::StateRole).toInt() ==
                                        static_cast<int>(session::ForwardState::Ended);
    m_browse->setEnabled(isChosen && !isOver);
    m_copy->setEnabled(isChosen);
    m_stop->setEnabled(isChosen);
    m_stop->setText(isOver ? tr("Remove") : tr("Stop"));
    const int open = m_forwards.openCount();
    m_open->setText(open == 1 ? tr("1 port-forward") : tr("%1 port-forwards").arg(open));
    m_open->setVisible(m_forwards.rowCount() > 0);
}

// As high as its rows, up to a limit; what it is for stands in its place while it has none.
void ForwardPanel::refreshList()
{
    const int rows = m_forwards.rowCount();
    const bool hadFocus = m_table->hasFocus();
    m_empty->setText(
        m_target.pod.empty()
            ? tr("No port is forwarded. Choose the row of a pod that runs, then “Forward a port…” in its "
                 "menu leads a port of this machine to one of the pod.")
            : tr("The port of this machine (127.0.0.1 alone) is open until the pod ends, or you stop it."));
    m_empty->setVisible(rows == 0);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_table, m_browse, m_copy, m_stop})
        widget->setVisible(rows > 0);
    m_table->setFixedHeight(m_table->horizontalHeader()->height() + std::min(rows, shownForwards) * style::rowHeight);
    if (hadFocus && rows == 0)
        m_close->setFocus();
}

void ForwardPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        return leave();
    if (event->key() == Qt::Key_Delete && m_table->hasFocus())
        return stopChosen();
    if (event->matches(QKeySequence::Copy) && m_table->hasFocus())
        return copyAddress();
    QFrame::keyPressEvent(event);
}

} // namespace podwright::ui::runs
