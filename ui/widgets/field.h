#pragma once

#include "models/core/json.h"

#include <QWidget>

namespace podwright::ui::widgets {

using core::Json;

enum class Mark { None, Advice, Warning, Error };

// The editor of one value. The way of a change is one round: the user edits, edited() tells, the owner edits the
// document, the document's signal comes back as setValue(). Whatever the user has typed stays as typed.
class Field : public QWidget
{
    Q_OBJECT
public:
    ~Field() override;
    // What the field says now; null is "not given".
    virtual Json value() const = 0;
    // Shows the document's value. Does nothing if the field says so already: cursor and half-typed text survive.
    void setValue(const Json &value);
    virtual void setPlaceholder(const QString &text) { Q_UNUSED(text) }
    // Why the text on screen has no value; empty if it has.
    virtual QString inputError() const { return {}; }
    // Wants the whole width, below its label.
    virtual bool isWide() const { return false; }
    // `inner` is the JSON pointer of the problem inside the value; empty is the whole.
    virtual void setMark(Mark mark, const std::string &inner = {});
    // Marks the field whose lines are lit in the preview.
    virtual void setLit(bool isLit);
    // For screen readers, on the field and the control that takes the focus.
    void setNames(const QString &objectName, const QString &accessibleName, const QString &description);

Q_SIGNALS:
    void edited();  // by the user only
    void entered(); // the focus came in
    void left();    // the focus went out

protected:
    explicit Field(QWidget *parent = nullptr);
    virtual void showValue(const Json &value) = 0;
    // The control that carries focus and marks.
    void setControl(QWidget *control);
    // Undo and redo keys go to the document; the wheel scrolls the form.
    void watch(QWidget *control);
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void followFocus(const QWidget *focused);

    QWidget *m_control = nullptr;
    bool m_isInside = false;
};

// A scalar as people type it: strings as they are, Python source as in a task file ("!python f()"), everything else as
// JSON, null as nothing.
QString textOf(const Json &value);
// The other way round for a text: Python source behind "!python ", else the text.
Json valueTyped(const QString &text);

} // namespace podwright::ui::widgets
