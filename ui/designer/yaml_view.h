#pragma once

#include "models/core/yaml.h"
#include "models/manifest/pod_lint.h"
#include "ui/designer/code_view.h"
#include "ui/designer/problem_marks.h"

#include <vector>

namespace podwright::ui::designer {

// The YAML of a pod, to read and to write: lit lines, marks of what is wrong, completion and help from the schema.
// Ctrl+Space completes, F1 explains, F12 goes to the field. Tab indents while one writes, and else leaves the pane;
// Escape ends the writing.
class YamlView : public CodeView
{
    Q_OBJECT
public:
    explicit YamlView(QWidget *parent = nullptr);
    std::string code() const;
    void setLitLines(const std::vector<core::LineRange> &ranges);
    std::vector<int> litLines(); // from 1
    void setFaultLine(int line); // from 1; 0: none
    int faultLine();
    void setFindings(std::vector<manifest::PodFinding> findings); // underlined
    const std::vector<manifest::PodFinding> &findings() const { return m_findings; }
    void setProblems(std::vector<ProblemMark> problems); // underlined, too
    const std::vector<ProblemMark> &problems() const { return m_problems; }
    int caretLine() const; // from 1
    size_t caretOffset() const;
    // What is to be said about a byte of the text: a finding, else a problem of the task, else the field's meaning, as
    // rich text; may be empty.
    QString noteAt(size_t offset) const;

Q_SIGNALS:
    void typed();                 // the text was changed by the user
    void lineActivated(int line); // from 1: its field is wanted
    void caretMoved();

protected:
    bool event(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void applyTheme() override;

private:
    void freeKeys();
    bool handleKey(const QKeyEvent &event);
    bool handleTab(const QKeyEvent &event);
    void breakLine();
    void showNote();
    template<class Marks>
    QString messageAt(const Marks &marks, size_t offset) const;
    void underline(const core::Position &position, int length, int indicator);

    std::vector<manifest::PodFinding> m_findings;
    std::vector<ProblemMark> m_problems;
    bool m_isWriting = false;
};

} // namespace podwright::ui::designer
