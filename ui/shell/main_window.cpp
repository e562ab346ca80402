#include "ui/shell/main_window.h"

#include "models/manifest/pod_builder.h"
#include "models/task/task_document.h"
#include "ui/clusters/clusters_page.h"
#include "ui/designer/designer_page.h"
#include "ui/runs/runs_page.h"
#include "ui/shell/cluster_pickers.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/launcher.h"
#include "ui/shell/mode_rail.h"
#include "ui/shell/multi_launch_panel.h"
#include "ui/shell/name_completion.h"
#include "ui/shell/name_guard.h"
#include "ui/shell/preview_answers.h"
#include "ui/shell/sign_in_panel.h"
#include "ui/shell/status_line.h"
#include "ui/shell/top_bar.h"
#include "ui/style/theme.h"
#include "ui/widgets/message_bar.h"

#include <QAction>
#include <QCloseEvent>
#include <QDropEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QSettings>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace podwright::ui::shell {
namespace {

const QString geometryKey = QStringLiteral("window/geometry");
const QString exampleTask = QStringLiteral("KPO_bash_command");

QVBoxLayout *column(QWidget *parent = nullptr)
{
    auto *layout = new QVBoxLayout(parent);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    return layout;
}

QFrame *line(Qt::Orientation orientation)
{
    auto *frame = new QFrame;
    style::setProperty(frame, "kind", QStringLiteral("separator"));
    orientation == Qt::Horizontal ? frame->setFixedHeight(1) : frame->setFixedWidth(1);
    return frame;
}

} // namespace

MainWindow::MainWindow(session::SessionManager &sessions, session::RunCenter &center, const core::Clock &clock,
                       QWidget *parent)
    : QMainWindow(parent)
    , m_sessions(sessions)
    , m_pickers(new ClusterPickers(sessions, this))
    , m_topBar(new TopBar(m_pickers, this))
    , m_rail(new ModeRail(this))
    , m_designer(new designer::DesignerPage(this))
    , m_runs(new runs::RunsPage(center, sessions, clock, this))
    , m_clusters(new clusters::ClustersPage(sessions, this))
    , m_pages(new QStackedWidget(this))
    , m_message(new widgets::MessageBar(this))
    , m_status(new StatusLine(this))
    , m_palette(new CommandPalette([this] { return commands(); }, this))
    , m_launcher(new Launcher(*m_designer, sessions, center, *m_message, this))
    , m_multiLaunch(new MultiLaunchPanel(sessions, center, this))
    , m_signIn(new SignInPanel(sessions, this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setAcceptDrops(true);
    makeLayout();
    makeActions();
    connectPages();
    connectSessions();
    new PreviewAnswers(*m_designer, sessions, center, clock, this);
    new NameCompletion(*m_designer, sessions, this);
    setMode(Design);
    resize(1440, 900);
    setMinimumSize(900, 600);
    restoreGeometry(QSettings().value(geometryKey).toByteArray());
    refreshTitle();
}

MainWindow::~MainWindow() = default;

void MainWindow::makeLayout()
{
    m_rail->addMode(QStringLiteral("designMode"), tr("Design"), QStringLiteral("design"), Qt::CTRL | Qt::Key_1);
    m_rail->addMode(QStringLiteral("runsMode"), tr("Runs"), QStringLiteral("runs"), Qt::CTRL | Qt::Key_2);
    m_rail->addMode(QStringLiteral("clustersMode"), tr("Clusters"), QStringLiteral("clusters"), Qt::CTRL | Qt::Key_3);
    m_pages->addWidget(m_designer);
    m_pages->addWidget(m_runs);
    m_pages->addWidget(m_clusters);
    auto *central = new QWidget(this);
    central->setAttribute(Qt::WA_StyledBackground);
    QVBoxLayout *all = column(central);
    all->addWidget(m_topBar);
    all->addWidget(line(Qt::Horizontal));
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_rail);
    middle->addWidget(line(Qt::Vertical));
    QVBoxLayout *page = column();
    page->addWidget(new NameGuard(m_sessions.guard(), this));
    page->addWidget(m_signIn);
    page->addWidget(m_message);
    page->addWidget(m_multiLaunch);
    page->addWidget(m_pages, 1);
    middle->addLayout(page, 1);
    all->addLayout(middle, 1);
    all->addWidget(m_status);
    setCentralWidget(central);
}

void MainWindow::connectPages()
{
    connect(m_rail, &ModeRail::chosen, this, [this](int mode) { setMode(static_cast<Mode>(mode)); });
    connect(m_topBar, &TopBar::paletteRequested, this, &MainWindow::openPalette);
    connect(m_designer, &designer::DesignerPage::launchRequested, this, &MainWindow::launch);
    connect(m_launcher, &Launcher::launched, this, &MainWindow::showLaunched);
    connect(m_multiLaunch, &MultiLaunchPanel::finished, this, &MainWindow::showSeveral);
    connect(m_launcher, &Launcher::fieldRequested, this, [this](const std::string &pointer) {
        setMode(Design);
        m_designer->focusField(pointer);
    });
    connect(m_designer, &designer::DesignerPage::titleChanged, this, &MainWindow::refreshTitle);
    connect(m_designer, &designer::DesignerPage::statusText, m_status, &StatusLine::tell);
    connect(m_runs, &runs::RunsPage::statusText, this, [this](const QString &text) {
        m_runsText = text;
        showPageText();
    });
    connect(m_runs, &runs::RunsPage::fieldRequested, this, [this](const task::Task &task, const std::string &pointer) {
        setMode(Design);
        m_designer->openTask(task);
        m_designer->focusField(pointer);
    });
    connect(m_clusters, &clusters::ClustersPage::statusText, this, [this](const QString &text) {
        m_clustersText = text;
        showPageText();
    });
}

void MainWindow::showPageText()
{
    const int page = m_pages->currentIndex();
    m_status->showPage(page == Clusters ? m_clustersText : page == Runs ? m_runsText : QString());
}

void MainWindow::connectSessions()
{
    connect(&m_sessions, &session::SessionManager::contextsChanged, this, &MainWindow::sessionChanged);
    connect(&m_sessions, &session::SessionManager::currentContextChanged, this, &MainWindow::sessionChanged);
    connect(&m_sessions, &session::SessionManager::sessionChanged, this, &MainWindow::sessionChanged);
    connect(&m_sessions.marks(), &session::ClusterMarks::changed, this, &MainWindow::showProtection);
    connect(m_pickers, &ClusterPickers::namespaceChosen, this, &MainWindow::watchNamespaces);
    connect(m_status, &StatusLine::retryRequested, this, [this] { m_sessions.reconnect(m_sessions.currentContext()); });
    connect(m_signIn, &SignInPanel::signedIn, m_status,
            [this](const QString &context) { m_status->tell(tr("Signed in to %1").arg(context)); });
    sessionChanged();
}

// The frame of the whole window, in the colour the user gave the cluster.
void MainWindow::showProtection()
{
    const bool isProtected = m_sessions.markOf(m_sessions.currentContext()).isProtected;
    const int width = isProtected ? 3 : 0;
    centralWidget()->layout()->setContentsMargins(width, width, width, width);
    style::setProperty(centralWidget(), "frame", isProtected ? QStringLiteral("protected") : QString());
}

void MainWindow::sessionChanged()
{
    showProtection();
    session::ClusterSession *session = m_pickers->session();
    m_status->showCluster(session);
    if (!session)
        return;
    if (session != m_watched) {
        m_watched = session;
        watchNamespaces(m_pickers->chosenNamespace());
    }
    m_designer->setBuildContext(
        {.nameSuffix = manifest::previewSuffix, .connectionNamespace = session->defaultNamespace()});
    m_runs->setEmptyText(emptyText(*session));
}

QString MainWindow::emptyText(const session::ClusterSession &session)
{
    if (!m_sessions.trouble().isEmpty())
        return m_sessions.trouble();
    if (session.state() != session::ConnectionState::Connected)
        return session.stateText();
    if (!session.podsTrouble().isEmpty())
        return session.podsTrouble();
    return session.arePodsKnown() ? tr("No runs or pods here yet. Launch a task in Design with F5.")
                                  : tr("Reading pods…");
}

void MainWindow::watchNamespaces(const QString &ns)
{
    if (const session::ClusterSession *session = m_pickers->session())
        m_runs->watched().setPickedNamespaces(session->context(), ns.isEmpty() ? QStringList() : QStringList{ns});
}

void MainWindow::open(const QStringList &files)
{
    const auto tellTrouble = [this](const core::Result<void> &opened) {
        if (!opened)
            m_message->showMessage({.tone = style::Tone::Bad, .text = opened.error().text()});
    };
    for (const QString &file : files)
        tellTrouble(m_designer->open(file));
    if (files.isEmpty())
        tellTrouble(m_designer->openExample(exampleTask));
    m_designer->focusField("/task/task_id");
}

void MainWindow::setMode(Mode mode)
{
    m_pages->setCurrentIndex(mode);
    m_rail->setCurrent(mode);
    if (mode == Design) {
        m_topBar->setActions({m_launch}, true);
    } else if (mode == Runs) {
        m_topBar->setActions({m_runs->followAction, m_runs->rerunAction, m_runs->stopAction}, false);
        m_runs->setFocus();
    } else {
        showClusters();
    }
    showPageText();
    refreshTitle();
}

void MainWindow::showClusters()
{
    m_topBar->setActions({m_clusters->askAgainAction, m_clusters->sandboxAction}, false);
    m_clusters->showContext(m_sessions.currentContext());
    m_clusters->focusList();
}

void MainWindow::launch()
{
    m_launcher->launch();
}

void MainWindow::launchOnSeveral()
{
    if (!m_launcher->isReady())
        return;
    setMode(Design);
    const task::TaskDocument *document = m_designer->currentDocument();
    m_multiLaunch->ask(document->task(), document->title());
}

void MainWindow::showSeveral(const std::vector<session::LaunchedOn> &launched)
{
    QStringList runs;
    for (const session::LaunchedOn &one : launched) {
        if (!one.runId.isEmpty())
            runs += one.runId;
    }
    if (runs.size() == 1)
        showLaunched(runs.front());
    if (runs.size() > 1) {
        setMode(Runs);
        m_runs->compareRuns(runs);
    }
    const auto refused = static_cast<qsizetype>(launched.size()) - runs.size();
    m_message->dismiss();
    if (refused > 0)
        m_message->showMessage({.tone = style::Tone::Bad,
                                .text = tr("Not launched on %1 of %2 contexts").arg(refused).arg(launched.size()),
                                .detail = refusalsText(launched)});
}

void MainWindow::showLaunched(const QString &run)
{
    setMode(Runs);
    m_runs->showRun(run);
}

void MainWindow::comeForward(const QString &run)
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
    if (!run.isEmpty())
        showLaunched(run);
}

QList<QAction *> MainWindow::commands() const
{
    const QList<QAction *> ofPage = m_pages->currentIndex() == Design ? m_designer->commands()
                                    : m_pages->currentIndex() == Runs ? m_runs->actions()
                                                                      : m_clusters->actions();
    return ofPage + actions();
}

void MainWindow::openPalette()
{
    m_palette->open(m_topBar->height());
}

void MainWindow::refreshTitle()
{
    const task::TaskDocument *document = m_designer->currentDocument();
    m_launch->setEnabled(document != nullptr);
    const bool isDesign = m_pages->currentIndex() == Design;
    const QString subject = isDesign                          ? (document ? document->title() : QString())
                            : m_pages->currentIndex() == Runs ? tr("Runs")
                                                              : tr("Clusters");
    setWindowModified(isDesign && document && document->isDirty());
    setWindowTitle(subject.isEmpty() ? QStringLiteral("Podwright") : subject + QStringLiteral("[*] — Podwright"));
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_designer->hasUnsavedChanges() && !m_mayClose) {
        event->ignore();
        return askAboutUnsaved();
    }
    QSettings().setValue(geometryKey, saveGeometry());
    event->accept();
}

// F1 where no field has help of its own: what can be done here, with its keys.
void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_F1)
        openPalette();
    else
        QMainWindow::keyPressEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (m_designer->canTake(*event->mimeData()))
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    if (!m_designer->take(*event->mimeData()))
        return;
    event->acceptProposedAction();
    setMode(Design);
}

void MainWindow::askAboutUnsaved()
{
    QStringList names;
    for (const task::TaskDocument *document : m_designer->documents()) {
        if (document->isDirty())
            names.append(document->title());
    }
    const auto quit = [this] {
        m_mayClose = true;
        QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
    };
    m_message->showMessage({.tone = style::Tone::Waiting,
                            .text = tr("Not saved yet: %1").arg(names.join(QStringLiteral(", "))),
                            .actions = {{.text = tr("Stay"), .run = [this] { setMode(Design); }, .isPrimary = true},
                                        {.text = tr("Quit without saving"), .run = quit}}});
}

} // namespace podwright::ui::shell
