#pragma once

#include "ui/widgets/field.h"

class QLabel;

namespace podwright::ui::widgets {

// A sign and a sentence under a field; hidden while there is nothing to say.
class ValidationNote : public QWidget
{
    Q_OBJECT
public:
    explicit ValidationNote(QWidget *parent = nullptr);
    void setNote(Mark mark, const QString &text);
    QString text() const;

private:
    QLabel *m_sign;
    QLabel *m_text;
};

} // namespace podwright::ui::widgets
