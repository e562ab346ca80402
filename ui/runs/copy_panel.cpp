#include "ui/runs/copy_panel.h"

#include "models/core/strings.h"
#include "ui/runs/run_list.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/caption.h"
#include "ui/widgets/focus_return.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/validation_note.h"

#include <QAction>
#include <QComboBox>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QUrl>

#include <chrono>

namespace podwright::ui::runs {

using core::qt;
using Direction = transfer::CopyWish::Direction;

namespace {

constexpr std::chrono::milliseconds progressTick{200};
constexpr int progressSteps = 1000;

QString amountText(qint64 bytes, qint64 files)
{
    return CopyPanel::tr("%1 in %2")
        .arg(QLocale::c().formattedDataSize(bytes, 1),
             files == 1 ? CopyPanel::tr("one file") : CopyPanel::tr("%1 files").arg(files));
}

} // namespace

CopyPanel::CopyPanel(const RunList &list, session::SessionManager &sessions, QWidget *parent)
    : QFrame(parent)
    , copyAction(new QAction(tr("Copy files…"), this))
    , m_list(list)
    , m_sessions(sessions)
    , m_title(new QLabel(this))
    , m_direction(new widgets::SegmentedControl({tr("Out of the pod"), tr("Into the pod")}, this))
    , m_container(new QComboBox(this))
    , m_remote(makeLine(QStringLiteral("copyRemote"), tr("Path in the container")))
    , m_local(makeLine(QStringLiteral("copyLocal"), tr("Path on this machine")))
    , m_note(new widgets::ValidationNote(this))
    , m_bar(new QProgressBar(this))
    , m_state(new QLabel(this))
    , m_choose(makeButton(QStringLiteral("copyChoose"), tr("Choose…"), &CopyPanel::chooseLocal))
    , m_start(makeButton(QStringLiteral("copyStart"), tr("Copy"), &CopyPanel::copy))
    , m_cancel(makeButton(QStringLiteral("copyCancel"), tr("Cancel"), &CopyPanel::cancel))
    , m_open(makeButton(QStringLiteral("copyOpen"), tr("Open folder"), &CopyPanel::openFolder))
{
    setObjectName(QStringLiteral("copyPanel"));
    style::setProperty(this, "surface", QStringLiteral("card"));
    style::setProperty(m_title, "kind", QStringLiteral("heading"));
    style::setProperty(m_start, "kind", QStringLiteral("primary"));
    copyAction->setObjectName(QStringLiteral("copyFiles"));
    m_title->setObjectName(QStringLiteral("copyTitle"));
    m_direction->setObjectName(QStringLiteral("copyDirection"));
    m_direction->setAccessibleName(tr("Direction"));
    m_direction->setCurrent(0);
    m_container->setObjectName(QStringLiteral("copyContainer"));
    m_container->setAccessibleName(tr("Container"));
    m_container->setMinimumWidth(160);
    m_note->setObjectName(QStringLiteral("copyNote"));
    m_state->setObjectName(QStringLiteral("copyState"));
    m_bar->setObjectName(QStringLiteral("copyProgress"));
    m_bar->setTextVisible(false);
    m_bar->setFixedSize(160, 6);
    m_local->setText(QDir::homePath());
    makeLayout();
    connect(copyAction, &QAction::triggered, this, &CopyPanel::openForChosen);
    connect(m_direction, &widgets::SegmentedControl::chosen, this, &CopyPanel::refresh);
    connect(&m_tick, &QTimer::timeout, this, &CopyPanel::showProgress);
    refresh();
    new widgets::FocusReturn(this);
    hide();
}

CopyPanel::~CopyPanel() = default;

QLineEdit *CopyPanel::makeLine(const QString &name, const QString &accessibleName)
{
    auto *line = new QLineEdit(this);
    line->setObjectName(name);
    line->setAccessibleName(accessibleName);
    connect(line, &QLineEdit::returnPressed, this, &CopyPanel::copy);
    return line;
}

QPushButton *CopyPanel::makeButton(const QString &name, const QString &text, void (CopyPanel::*slot)())
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(name);
    connect(button, &QPushButton::clicked, this, slot);
    return button;
}

void CopyPanel::makeLayout()
{
    auto *close = new QPushButton(tr("Close"), this);
    close->setObjectName(QStringLiteral("closeCopy"));
    connect(close, &QPushButton::clicked, this, &QWidget::hide);
    auto *top = new QHBoxLayout;
    top->setSpacing(style::spaceSmall);
    top->addWidget(m_direction);
    top->addWidget(m_container);
    top->addStretch(1);
    auto *local = new QHBoxLayout;
    local->setSpacing(style::spaceSmall);
    local->addWidget(m_local, 1);
    local->addWidget(m_choose);
    auto *fields = new QFormLayout;
    fields->setVerticalSpacing(style::spaceSmall);
    fields->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    fields->addRow(widgets::caption(tr("In the container"), m_remote), m_remote);
    fields->addRow(widgets::caption(tr("On this machine"), m_local), local);
    auto *hint = new QLabel(tr("A folder is copied with all that is in it, by the container's own tar."), this);
    hint->setObjectName(QStringLiteral("copyHint"));
    style::setProperty(hint, "kind", QStringLiteral("hint"));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(style::spaceSmall);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_start, m_cancel, m_open, m_bar, m_state})
        buttons->addWidget(widget);
    buttons->addStretch(1);
    buttons->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(style::space, style::space, style::space, style::space);
    layout->setSpacing(style::spaceSmall);
    layout->addWidget(m_title);
    layout->addLayout(top);
    layout->addLayout(fields);
    layout->addWidget(hint);
    layout->addWidget(m_note);
    layout->addLayout(buttons);
}

// While a copy is under way its own pod stays in view.
void CopyPanel::openForChosen()
{
    show();
    if (m_copy)
        return m_cancel->setFocus();
    const tables::RunRow *row = m_list.current();
    m_target = row ? session::BulkTarget::of(*row) : session::BulkTarget();
    m_container->clear();
    m_result.clear();
    m_state->clear();
    m_note->setNote({}, {});
    refresh();
    m_remote->setFocus();
    if (m_target.uid.empty())
        return m_note->setNote(widgets::Mark::Warning, tr("Choose a row with a pod first."));
    if (kube::ApiClient *client = m_sessions.session(m_target.context)->client())
        client->getPod(m_target.ns, m_target.pod, this,
                       [this, uid = m_target.uid](const core::Result<core::Json> &pod) {
                           if (pod && uid == m_target.uid)
                               takeContainers(*pod);
                       });
}

void CopyPanel::takeContainers(const core::Json &pod)
{
    m_container->clear();
    for (const core::Json &container : core::at(pod, {"spec", "containers"}))
        m_container->addItem(qt(core::textAt(container, {"name"})));
    refresh();
}

bool CopyPanel::isInto() const
{
    return m_direction->current() == static_cast<int>(Direction::IntoPod);
}

void CopyPanel::chooseLocal()
{
    auto *dialog =
        new QFileDialog(this, isInto() ? tr("File to copy into the pod") : tr("Folder for the copy"), m_local->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(isInto() ? QFileDialog::ExistingFile : QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, m_local, &QLineEdit::setText);
    dialog->open();
}

// What is copied keeps its name; the other side is the folder it is put into.
transfer::CopyWish CopyPanel::wish() const
{
    transfer::CopyWish wish{.direction = isInto() ? Direction::IntoPod : Direction::OutOfPod,
                            .ns = m_target.ns,
                            .pod = m_target.pod,
                            .container = m_container->currentText().toStdString()};
    const QString remote = QDir::cleanPath(m_remote->text().trimmed()),
                  local = QDir::cleanPath(m_local->text().trimmed());
    const QFileInfo source(isInto() ? local : remote);
    wish.remotePath = (isInto() ? QDir(remote).filePath(source.fileName()) : remote).toStdString();
    wish.localPath = isInto() ? local : QDir(local).filePath(source.fileName());
    return wish;
}

void CopyPanel::copy()
{
    if (m_copy || m_target.uid.empty())
        return;
    if (m_remote->text().trimmed().isEmpty() || !QDir::isAbsolutePath(m_local->text().trimmed())) {
        m_remote->text().trimmed().isEmpty() ? m_remote->setFocus() : m_local->setFocus();
        return m_note->setNote(widgets::Mark::Error, tr("Both paths are wanted, from / on."));
    }
    const auto go = [this, target = m_target, asked = wish()] { start(target, asked); };
    if (isInto())
        m_sessions.guard().pass({m_target.context}, tr("copy into %1").arg(qt(m_target.pod)), this, go);
    else
        go();
}

void CopyPanel::start(const session::BulkTarget &target, const transfer::CopyWish &wish)
{
    kube::ApiClient *client = m_sessions.session(target.context)->client();
    if (m_copy)
        return;
    if (!client)
        return m_note->setNote(widgets::Mark::Error, tr("The cluster is not connected."));
    m_note->setNote({}, {});
    m_result = wish.direction == Direction::OutOfPod ? wish.localPath : QString();
    m_copy = std::make_unique<transfer::FileCopy>(*client, wish);
    connect(m_copy.get(), &transfer::FileCopy::finished, this, &CopyPanel::tell, Qt::QueuedConnection);
    m_copy->start();
    m_tick.start(progressTick);
    showProgress();
    refresh();
}

void CopyPanel::cancel()
{
    if (m_copy)
        m_copy->cancel();
}

void CopyPanel::showProgress()
{
    if (!m_copy)
        return;
    const transfer::Progress &progress = m_copy->progress();
    const qint64 bytes = progress.bytes, total = progress.totalBytes;
    m_bar->setRange(0, total > 0 ? progressSteps : 0);
    if (total > 0)
        m_bar->setValue(static_cast<int>(bytes * progressSteps / total));
    m_state->setText(amountText(bytes, progress.files));
}

void CopyPanel::tell(const core::Result<transfer::CopyReport> &result)
{
    m_tick.stop();
    m_copy.reset();
    if (!result)
        m_result.clear();
    refresh();
    if (!result) {
        m_state->clear();
        const bool isWish = result.error().kind == core::Error::Kind::Cancelled;
        return m_note->setNote(isWish ? widgets::Mark::Advice : widgets::Mark::Error,
                               isWish ? tr("Cancelled.") : result.error().text());
    }
    m_state->setText(tr("Copied: %1").arg(amountText(result->bytes, result->files)));
    QStringList remarks = result->leftOut.names;
    if (!remarks.isEmpty())
        remarks.prepend(tr("%1 left out:").arg(result->leftOut.count));
    if (!result->remark.isEmpty())
        remarks.append(result->remark);
    if (!remarks.isEmpty())
        m_note->setNote(widgets::Mark::Warning, remarks.join(u' '));
}

void CopyPanel::openFolder()
{
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(m_result).absolutePath()));
}

void CopyPanel::refresh()
{
    const bool isBusy = m_copy != nullptr;
    m_title->setText(m_target.pod.empty() ? tr("Copy files") : tr("Copy files of %1").arg(qt(m_target.pod)));
    m_remote->setPlaceholderText(isInto() ? tr("the folder to put it into, such as /tmp")
                                          : tr("the file or folder, such as /var/log/app.log"));
    m_local->setPlaceholderText(isInto() ? tr("the file or folder") : tr("the folder to put it into"));
    for (QWidget *widget :
         std::initializer_list<QWidget *>{m_direction, m_container, m_remote, m_local, m_choose, m_start})
        widget->setEnabled(!isBusy && !m_target.uid.empty());
    m_cancel->setVisible(isBusy);
    m_bar->setVisible(isBusy);
    m_open->setVisible(!isBusy && !m_result.isEmpty());
}

void CopyPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        return hide();
    QFrame::keyPressEvent(event);
}

} // namespace podwright::ui::runs
