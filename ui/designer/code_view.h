#pragma once

#include "ui/designer/scintilla.h"

#include <string>

namespace podwright::ui::designer {

enum class CodeLanguage { Yaml, Python, Shell, Diff };

// Read-only code in the theme's colours, with line numbers and folding. Tab leaves it.
class CodeView : public QsciScintilla
{
    Q_OBJECT
public:
    explicit CodeView(CodeLanguage language, QWidget *parent = nullptr);
    void setLanguage(CodeLanguage language);
    CodeLanguage language() const { return m_language; }
    // Replaces only what differs: scroll position, folds, caret and selection stay. Forgets the text's own undo.
    void showText(const std::string &text);
    void revealLine(int line); // from 1; scrolls only if it is out of sight

protected:
    void keyPressEvent(QKeyEvent *event) override;
    virtual void applyTheme();
    bool isShowing() const { return m_isShowing; } // the text changes, but not by the user

private:
    void applyLexerColors();
    void fitNumbers();
    void replaceRange(size_t begin, size_t end, const std::string &text);

    CodeLanguage m_language;
    bool m_isShowing = false;
};

} // namespace podwright::ui::designer
