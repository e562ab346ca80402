#include "ui/designer/yaml_view.h"

#include "models/manifest/pod_assist.h"
#include "ui/designer/yaml_completion.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"

#include <Qsci/qscicommandset.h>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>

#include <algorithm>

namespace podwright::ui::designer {

namespace {

constexpr int litMarker = 1;
constexpr int faultMarker = 2;
constexpr int findingIndicator = 8;
constexpr int adviceIndicator = 9;
constexpr int errorIndicator = 10;

QString richNote(const manifest::FieldNote &note)
{
    QStringList lines{QStringLiteral("<b>%1</b> &nbsp;%2").arg(note.way.toHtmlEscaped(), note.kind.toHtmlEscaped())};
    if (!note.meaning.isEmpty())
        lines += note.meaning.toHtmlEscaped();
    if (!note.choices.isEmpty())
        lines += note.choices.toHtmlEscaped();
    return QStringLiteral("<qt>%1</qt>").arg(lines.join(QStringLiteral("<br>")));
}

// The column behind spaces and dashes.
qsizetype contentColumn(const QString &line)
{
    qsizetype column = 0;
    while (column < line.size() && (line[column] == u' ' || line[column] == u'-'))
        ++column;
    return column;
}

} // namespace

YamlView::YamlView(QWidget *parent)
    : CodeView(CodeLanguage::Yaml, parent)
{
    setReadOnly(false);
    setIndentationsUseTabs(false);
    setTabWidth(2);
    setBackspaceUnindents(true);
    markerDefine(Background, litMarker);
    markerDefine(Background, faultMarker);
    for (const int indicator : {findingIndicator, adviceIndicator, errorIndicator}) {
        indicatorDefine(SquiggleIndicator, indicator);
        setIndicatorDrawUnder(true, indicator);
    }
    freeKeys();
    new YamlCompletion(this);
    connect(this, &QsciScintilla::textChanged, this, [this] {
        if (!isShowing())
            Q_EMIT typed();
    });
    connect(this, &QsciScintilla::cursorPositionChanged, this, &YamlView::caretMoved);
    YamlView::applyTheme();
}

// Keys of the editor that mean something else in this program.
void YamlView::freeKeys()
{
    for (int key : {int(Qt::Key_L), int(Qt::Key_T), int(Qt::Key_D), int(Qt::Key_U)})
        for (int modifiers : {int(Qt::CTRL), int(Qt::CTRL | Qt::SHIFT)})
            if (QsciCommand *command = standardCommands()->boundTo(key | modifiers))
                command->setKey(0);
}

void YamlView::applyTheme()
{
    CodeView::applyTheme();
    using style::color;
    using style::Token;
    setMarkerBackgroundColor(color(Token::FocusLine), litMarker);
    setMarkerBackgroundColor(color(Token::BadSoft), faultMarker);
    setIndicatorForegroundColor(color(Token::Wait), findingIndicator);
    setIndicatorForegroundColor(color(Token::Wait), adviceIndicator);
    setIndicatorForegroundColor(color(Token::Bad), errorIndicator);
}

std::string YamlView::code() const
{
    return text().toStdString();
}

void YamlView::setLitLines(const std::vector<core::LineRange> &ranges)
{
    markerDeleteAll(litMarker);
    for (const core::LineRange &range : ranges)
        for (int line = range.first; line <= range.last; ++line)
            markerAdd(line - 1, litMarker);
}

std::vector<int> YamlView::litLines()
{
    std::vector<int> lit;
    for (int line = 0; line < lines(); ++line)
        if ((markersAtLine(line) & (1U << litMarker)) != 0)
            lit.push_back(line + 1);
    return lit;
}

void YamlView::setFaultLine(int line)
{
    markerDeleteAll(faultMarker);
    if (line > 0)
        markerAdd(std::min(line, lines()) - 1, faultMarker);
}

int YamlView::faultLine()
{
    return markerFindNext(0, 1U << faultMarker) + 1;
}

void YamlView::underline(const core::Position &position, int length, int indicator)
{
    const int line = position.line - 1;
    const int column = position.column - 1;
    fillIndicatorRange(line, column, line, column + length, indicator);
}

void YamlView::setFindings(std::vector<manifest::PodFinding> findings)
{
    m_findings = std::move(findings);
    clearIndicatorRange(0, 0, lines(), 0, findingIndicator);
    for (const manifest::PodFinding &finding : m_findings)
        underline(finding.position, finding.length, findingIndicator);
}

void YamlView::setProblems(std::vector<ProblemMark> problems)
{
    m_problems = std::move(problems);
    for (const int indicator : {adviceIndicator, errorIndicator})
        clearIndicatorRange(0, 0, lines(), 0, indicator);
    for (const ProblemMark &problem : m_problems)
        underline(problem.position, problem.length, problem.isError ? errorIndicator : adviceIndicator);
}

template<class Marks>
QString YamlView::messageAt(const Marks &marks, size_t offset) const
{
    for (const auto &mark : marks) {
        const long start = positionFromLineIndex(mark.position.line - 1, mark.position.column - 1);
        const auto at = static_cast<long>(offset);
        if (at >= start && at <= start + mark.length)
            return mark.message.toHtmlEscaped();
    }
    return {};
}

QString YamlView::noteAt(size_t offset) const
{
    for (const QString &message : {messageAt(m_findings, offset), messageAt(m_problems, offset)})
        if (!message.isEmpty())
            return message;
    const auto note = manifest::podFieldNote(code(), offset);
    return note ? richNote(*note) : QString();
}

int YamlView::caretLine() const
{
    int line = 0;
    int column = 0;
    getCursorPosition(&line, &column);
    return line + 1;
}

size_t YamlView::caretOffset() const
{
    return static_cast<size_t>(SendScintilla(SCI_GETCURRENTPOS));
}

void YamlView::showNote()
{
    const auto caret = static_cast<long>(caretOffset());
    const QPoint below(int(SendScintilla(SCI_POINTXFROMPOSITION, 0UL, caret)),
                       int(SendScintilla(SCI_POINTYFROMPOSITION, 0UL, caret)) + fontMetrics().height());
    QToolTip::showText(viewport()->mapToGlobal(below), noteAt(caretOffset()), this);
}

bool YamlView::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        // Text that is not in the task yet is taken back here, everything else in the task.
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool isOurs = key->matches(QKeySequence::Undo)   ? isUndoAvailable()
                            : key->matches(QKeySequence::Redo) ? isRedoAvailable()
                                                               : true;
        if (!isOurs) {
            event->ignore();
            return true;
        }
    }
    return CodeView::event(event);
}

bool YamlView::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return CodeView::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const long offset = SendScintilla(SCI_POSITIONFROMPOINTCLOSE, static_cast<unsigned long>(help->pos().x()),
                                      static_cast<long>(help->pos().y()));
    QToolTip::showText(help->globalPos(), offset < 0 ? QString() : noteAt(static_cast<size_t>(offset)), this);
    return true;
}

void YamlView::focusInEvent(QFocusEvent *event)
{
    m_isWriting = event->reason() == Qt::MouseFocusReason;
    CodeView::focusInEvent(event);
}

void YamlView::keyPressEvent(QKeyEvent *event)
{
    if (!handleKey(*event))
        CodeView::keyPressEvent(event);
}

bool YamlView::handleKey(const QKeyEvent &event)
{
    const bool isListOpen = SendScintilla(SCI_AUTOCACTIVE) != 0;
    const bool isPlain = (event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == Qt::NoModifier;
    switch (event.key()) {
    case Qt::Key_F12:
        Q_EMIT lineActivated(caretLine());
        return true;
    case Qt::Key_F1:
        showNote();
        return true;
    case Qt::Key_Space:
        if (event.modifiers() == Qt::ControlModifier)
            findChild<YamlCompletion *>()->offer();
        return event.modifiers() == Qt::ControlModifier;
    case Qt::Key_Escape:
        m_isWriting = m_isWriting && isListOpen;
        return false;
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        return !isListOpen && handleTab(event);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (isListOpen || !isPlain || isReadOnly())
            return false;
        breakLine();
        return true;
    default:
        m_isWriting = m_isWriting || !event.text().isEmpty();
        return false;
    }
}

// False if it indents.
bool YamlView::handleTab(const QKeyEvent &event)
{
    if (m_isWriting && !isReadOnly())
        return false;
    QAbstractScrollArea::focusNextPrevChild(event.key() == Qt::Key_Tab); // the editor's own would stay
    return true;
}

// The new line begins where the next name would.
void YamlView::breakLine()
{
    m_isWriting = true;
    int line = 0;
    int column = 0;
    getCursorPosition(&line, &column);
    const QString before = text(line).left(column);
    qsizetype indent = contentColumn(before);
    if (before.trimmed().endsWith(u':'))
        indent += 2;
    SendScintilla(SCI_REPLACESEL, ("\n" + std::string(static_cast<size_t>(indent), ' ')).c_str());
    SendScintilla(SCI_SCROLLCARET);
}

void YamlView::mousePressEvent(QMouseEvent *event)
{
    m_isWriting = true;
    CodeView::mousePressEvent(event);
}

void YamlView::mouseReleaseEvent(QMouseEvent *event)
{
    CodeView::mouseReleaseEvent(event);
    const int line = lineAt(event->pos());
    const bool isJump = event->button() == Qt::LeftButton && event->modifiers().testFlag(Qt::ControlModifier);
    if (isJump && line >= 0)
        Q_EMIT lineActivated(line + 1);
}

} // namespace podwright::ui::designer
