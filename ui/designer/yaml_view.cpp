#include "ui/designer/yaml_view.h"

#include "ui/style/fonts.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"

#include <QFontInfo>
#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <array>

namespace podwright::ui::designer {

namespace {

constexpr int numberMargin = 0;
constexpr int foldMargin = 2;
constexpr int litMarker = 1;

struct StyleColor
{
    int style;
    style::Token token;
};

constexpr auto lexerColors = std::to_array<StyleColor>({
    {QsciLexerYAML::Default, style::Token::CodeValue},
    {QsciLexerYAML::Comment, style::Token::Muted},
    {QsciLexerYAML::Identifier, style::Token::CodeKey},
    {QsciLexerYAML::Keyword, style::Token::CodeNumber},
    {QsciLexerYAML::Number, style::Token::CodeNumber},
    {QsciLexerYAML::Reference, style::Token::CodeNumber},
    {QsciLexerYAML::DocumentDelimiter, style::Token::Muted},
    {QsciLexerYAML::TextBlockMarker, style::Token::CodeValue},
    {QsciLexerYAML::SyntaxErrorMarker, style::Token::Bad},
    {QsciLexerYAML::Operator, style::Token::Text},
});

// Scintilla knows sizes in points only.
QFont scintillaFont()
{
    QFont font = style::codeFont();
    font.setPointSizeF(QFontInfo(font).pointSizeF());
    return font;
}

} // namespace

YamlView::YamlView(QWidget *parent)
    : QsciScintilla(parent)
{
    setLexer(new QsciLexerYAML(this));
    setReadOnly(true);
    setUtf8(true);
    setFrameShape(QFrame::NoFrame);
    setMarginsFont(scintillaFont());
    setMarginType(numberMargin, NumberMargin);
    setMarginWidth(1, 0);
    setFolding(PlainFoldStyle, foldMargin);
    setMarginWidth(foldMargin, 12);
    markerDefine(Background, litMarker);
    setExtraAscent(3);
    setExtraDescent(3);
    setScrollWidth(1);
    setScrollWidthTracking(true);
    SendScintilla(SCI_SETCARETSTYLE, CARETSTYLE_LINE);
    setCaretLineVisible(true);
    connect(style::themeNotifier(), &style::ThemeNotifier::changed, this, &YamlView::applyTheme);
    applyTheme();
}

void YamlView::applyTheme()
{
    using style::color;
    using style::Token;
    applyLexerColors();
    setPaper(color(Token::Sunken));
    setColor(color(Token::Text));
    setMarginsBackgroundColor(color(Token::Sunken));
    setMarginsForegroundColor(color(Token::Muted));
    setFoldMarginColors(color(Token::Sunken), color(Token::Sunken));
    setSelectionBackgroundColor(color(Token::AccentSoft));
    setSelectionForegroundColor(color(Token::Text));
    setCaretForegroundColor(color(Token::Accent));
    setCaretLineBackgroundColor(color(Token::Hover));
    setMarkerBackgroundColor(color(Token::FocusLine), litMarker);
    for (int marker = int(SC_MARKNUM_FOLDEREND); marker <= int(SC_MARKNUM_FOLDEROPEN); ++marker) {
        setMarkerForegroundColor(color(Token::Muted), marker);
        setMarkerBackgroundColor(color(Token::Muted), marker);
    }
}

void YamlView::applyLexerColors()
{
    QsciLexer *yaml = lexer();
    yaml->setDefaultFont(scintillaFont());
    yaml->setDefaultPaper(style::color(style::Token::Sunken));
    yaml->setPaper(style::color(style::Token::Sunken));
    yaml->setFont(scintillaFont());
    for (const auto &[number, token] : lexerColors)
        yaml->setColor(style::color(token), number);
}

void YamlView::showText(const std::string &text)
{
    if (text == m_text)
        return;
    const auto start = std::ranges::mismatch(m_text, text);
    const auto prefix = start.in1 - m_text.begin();
    auto oldEnd = m_text.end();
    auto newEnd = text.end();
    while (oldEnd - m_text.begin() > prefix && newEnd - text.begin() > prefix && oldEnd[-1] == newEnd[-1]) {
        --oldEnd;
        --newEnd;
    }
    const std::string middle(text.begin() + prefix, newEnd);
    setReadOnly(false);
    SendScintilla(SCI_SETTARGETRANGE, static_cast<unsigned long>(prefix), static_cast<long>(oldEnd - m_text.begin()));
    SendScintilla(SCI_REPLACETARGET, middle.size(), middle.data());
    SendScintilla(SCI_EMPTYUNDOBUFFER);
    setReadOnly(true);
    m_text = text;
    setMarginWidth(numberMargin, QStringLiteral("0%1").arg(lines()));
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

void YamlView::revealLine(int line)
{
    const int first = firstVisibleLine();
    const auto shown = int(SendScintilla(SCI_LINESONSCREEN));
    if (line - 1 < first || line - 1 >= first + shown)
        setFirstVisibleLine(std::max(0, line - 1 - shown / 3));
}

void YamlView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        int line = 0;
        int column = 0;
        getCursorPosition(&line, &column);
        Q_EMIT lineActivated(line + 1);
        return;
    }
    if (event->key() == Qt::Key_Tab || event->key() == Qt::Key_Backtab) { // read-only: Tab leaves the pane
        focusNextPrevChild(event->key() == Qt::Key_Tab);
        return;
    }
    QsciScintilla::keyPressEvent(event);
}

void YamlView::mouseReleaseEvent(QMouseEvent *event)
{
    QsciScintilla::mouseReleaseEvent(event);
    const int line = lineAt(event->pos());
    if (event->button() == Qt::LeftButton && line >= 0 && !hasSelectedText())
        Q_EMIT lineActivated(line + 1);
}

} // namespace podwright::ui::designer
