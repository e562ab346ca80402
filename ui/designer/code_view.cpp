#include "ui/designer/code_view.h"

#include "ui/style/fonts.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"

#include <QFontInfo>
#include <QKeyEvent>

#include <algorithm>
#include <array>
#include <span>

namespace podwright::ui::designer {

namespace {

using style::Token;

constexpr int numberMargin = 0;
constexpr int foldMargin = 2;

struct StyleColor
{
    int style;
    Token token;
};

constexpr auto yamlColors = std::to_array<StyleColor>({
    {QsciLexerYAML::Default, Token::CodeValue},
    {QsciLexerYAML::Comment, Token::Muted},
    {QsciLexerYAML::Identifier, Token::CodeKey},
    {QsciLexerYAML::Keyword, Token::CodeNumber},
    {QsciLexerYAML::Number, Token::CodeNumber},
    {QsciLexerYAML::Reference, Token::CodeNumber},
    {QsciLexerYAML::DocumentDelimiter, Token::Muted},
    {QsciLexerYAML::TextBlockMarker, Token::CodeValue},
    {QsciLexerYAML::SyntaxErrorMarker, Token::Bad},
    {QsciLexerYAML::Operator, Token::Text},
});

constexpr auto pythonColors = std::to_array<StyleColor>({
    {QsciLexerPython::Default, Token::Text},
    {QsciLexerPython::Comment, Token::Muted},
    {QsciLexerPython::CommentBlock, Token::Muted},
    {QsciLexerPython::Number, Token::CodeNumber},
    {QsciLexerPython::DoubleQuotedString, Token::CodeValue},
    {QsciLexerPython::SingleQuotedString, Token::CodeValue},
    {QsciLexerPython::TripleSingleQuotedString, Token::CodeValue},
    {QsciLexerPython::TripleDoubleQuotedString, Token::CodeValue},
    {QsciLexerPython::DoubleQuotedFString, Token::CodeValue},
    {QsciLexerPython::SingleQuotedFString, Token::CodeValue},
    {QsciLexerPython::UnclosedString, Token::CodeValue},
    {QsciLexerPython::Keyword, Token::CodeKey},
    {QsciLexerPython::ClassName, Token::Text},
    {QsciLexerPython::FunctionMethodName, Token::Text},
    {QsciLexerPython::Operator, Token::Text},
    {QsciLexerPython::Identifier, Token::Text},
    {QsciLexerPython::Decorator, Token::CodeNumber},
    {QsciLexerPython::HighlightedIdentifier, Token::Text},
});

constexpr auto shellColors = std::to_array<StyleColor>({
    {QsciLexerBash::Default, Token::Text},
    {QsciLexerBash::Error, Token::Text},
    {QsciLexerBash::Comment, Token::Muted},
    {QsciLexerBash::Number, Token::CodeNumber},
    {QsciLexerBash::Keyword, Token::CodeKey},
    {QsciLexerBash::DoubleQuotedString, Token::CodeValue},
    {QsciLexerBash::SingleQuotedString, Token::CodeValue},
    {QsciLexerBash::Operator, Token::Text},
    {QsciLexerBash::Identifier, Token::Text},
    {QsciLexerBash::Scalar, Token::CodeNumber},
    {QsciLexerBash::ParameterExpansion, Token::CodeNumber},
    {QsciLexerBash::Backticks, Token::CodeValue},
    {QsciLexerBash::HereDocumentDelimiter, Token::CodeKey},
    {QsciLexerBash::SingleQuotedHereDocument, Token::CodeValue},
});

constexpr auto diffColors = std::to_array<StyleColor>({
    {QsciLexerDiff::Default, Token::Text},
    {QsciLexerDiff::LineRemoved, Token::Bad},
    {QsciLexerDiff::LineAdded, Token::Ok},
});

// Whole lines on a ground of their own.
constexpr auto diffGrounds = std::to_array<StyleColor>({
    {QsciLexerDiff::LineRemoved, Token::BadSoft},
    {QsciLexerDiff::LineAdded, Token::OkSoft},
});

std::span<const StyleColor> colorsOf(CodeLanguage language)
{
    switch (language) {
    case CodeLanguage::Python:
        return pythonColors;
    case CodeLanguage::Shell:
        return shellColors;
    case CodeLanguage::Diff:
        return diffColors;
    case CodeLanguage::Yaml:
        break;
    }
    return yamlColors;
}

QsciLexer *makeLexer(CodeLanguage language, QObject *parent)
{
    switch (language) {
    case CodeLanguage::Python:
        return new QsciLexerPython(parent);
    case CodeLanguage::Shell:
        return new QsciLexerBash(parent);
    case CodeLanguage::Diff:
        return new QsciLexerDiff(parent);
    case CodeLanguage::Yaml:
        break;
    }
    return new QsciLexerYAML(parent);
}

// Scintilla knows sizes in points only.
QFont scintillaFont()
{
    QFont font = style::codeFont();
    font.setPointSizeF(QFontInfo(font).pointSizeF());
    return font;
}

} // namespace

CodeView::CodeView(CodeLanguage language, QWidget *parent)
    : QsciScintilla(parent)
    , m_language(language)
{
    setLexer(makeLexer(language, this));
    setReadOnly(true);
    setAcceptDrops(false); // what is dropped is for the page
    viewport()->setAcceptDrops(false);
    setUtf8(true);
    setEolMode(EolUnix);
    setFrameShape(QFrame::NoFrame);
    setMarginsFont(scintillaFont());
    setMarginType(numberMargin, NumberMargin);
    setMarginWidth(1, 0);
    setFolding(PlainFoldStyle, foldMargin);
    setMarginWidth(foldMargin, 12);
    setExtraAscent(3);
    setExtraDescent(3);
    setScrollWidth(1);
    setScrollWidthTracking(true);
    SendScintilla(SCI_SETCARETSTYLE, CARETSTYLE_LINE);
    setCaretLineVisible(true);
    connect(style::themeNotifier(), &style::ThemeNotifier::changed, this, [this] { applyTheme(); });
    connect(this, &QsciScintilla::linesChanged, this, &CodeView::fitNumbers);
    CodeView::applyTheme();
}

void CodeView::setLanguage(CodeLanguage language)
{
    if (language == m_language)
        return;
    m_language = language;
    QsciLexer *old = lexer();
    setLexer(makeLexer(language, this));
    delete old;
    applyTheme();
    fitNumbers();
}

// A lexer brings a font, and the font its width.
void CodeView::fitNumbers()
{
    setMarginsFont(scintillaFont());
    setMarginWidth(numberMargin, QStringLiteral("0%1").arg(lines()));
}

void CodeView::applyTheme()
{
    using style::color;
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
    for (int marker = int(SC_MARKNUM_FOLDEREND); marker <= int(SC_MARKNUM_FOLDEROPEN); ++marker) {
        SendScintilla(SCI_MARKERSETFORE, static_cast<unsigned long>(marker), color(Token::Muted));
        SendScintilla(SCI_MARKERSETBACK, static_cast<unsigned long>(marker), color(Token::Muted));
    }
}

void CodeView::applyLexerColors()
{
    QsciLexer *code = lexer();
    code->setDefaultFont(scintillaFont());
    code->setDefaultPaper(style::color(Token::Sunken));
    code->setPaper(style::color(Token::Sunken));
    code->setFont(scintillaFont());
    for (const auto &[number, token] : colorsOf(m_language))
        code->setColor(style::color(token), number);
    if (m_language != CodeLanguage::Diff)
        return;
    for (const auto &[number, token] : diffGrounds) {
        code->setPaper(style::color(token), number);
        code->setEolFill(true, number);
    }
}

void CodeView::showText(const std::string &text)
{
    const std::string shown = QsciScintilla::text().toStdString();
    if (text != shown) {
        const auto start = std::ranges::mismatch(shown, text);
        const auto prefix = size_t(start.in1 - shown.begin());
        size_t oldEnd = shown.size();
        size_t newEnd = text.size();
        while (oldEnd > prefix && newEnd > prefix && shown[oldEnd - 1] == text[newEnd - 1]) {
            --oldEnd;
            --newEnd;
        }
        replaceRange(prefix, oldEnd, text.substr(prefix, newEnd - prefix));
    }
    SendScintilla(SCI_EMPTYUNDOBUFFER);
    fitNumbers();
}

void CodeView::replaceRange(size_t begin, size_t end, const std::string &text)
{
    const bool wasReadOnly = isReadOnly();
    m_isShowing = true;
    setReadOnly(false);
    SendScintilla(SCI_SETTARGETRANGE, static_cast<unsigned long>(begin), static_cast<long>(end));
    SendScintilla(SCI_REPLACETARGET, text.size(), text.data());
    setReadOnly(wasReadOnly);
    m_isShowing = false;
}

void CodeView::revealLine(int line)
{
    const int first = firstVisibleLine();
    const auto shown = int(SendScintilla(SCI_LINESONSCREEN));
    if (line - 1 < first || line - 1 >= first + shown)
        setFirstVisibleLine(std::max(0, line - 1 - shown / 3));
}

void CodeView::keyPressEvent(QKeyEvent *event)
{
    if (isReadOnly() && (event->key() == Qt::Key_Tab || event->key() == Qt::Key_Backtab)) {
        focusNextPrevChild(event->key() == Qt::Key_Tab);
        return;
    }
    QsciScintilla::keyPressEvent(event);
}

} // namespace podwright::ui::designer
