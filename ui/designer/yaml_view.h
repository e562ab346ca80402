#pragma once

#include "models/core/yaml.h"
#include "ui/designer/scintilla.h"

#include <vector>

namespace podwright::ui::designer {

// Read-only YAML with highlighting in the theme's colours, line numbers and folding.
class YamlView : public QsciScintilla
{
    Q_OBJECT
public:
    explicit YamlView(QWidget *parent = nullptr);
    // Replaces only what differs: scroll position, folds and selection stay.
    void showText(const std::string &text);
    void setLitLines(const std::vector<core::LineRange> &ranges);
    std::vector<int> litLines(); // from 1
    void revealLine(int line);   // from 1; scrolls only if it is out of sight

Q_SIGNALS:
    void lineActivated(int line); // from 1: clicked, or Enter on it

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    void applyTheme();
    void applyLexerColors();

    std::string m_text;
};

} // namespace podwright::ui::designer
