#pragma once

#include "models/core/json.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace podwright::ui::runs {

// What differs between the pods of two runs, line by line.
class ManifestDiff : public QWidget
{
    Q_OBJECT
public:
    explicit ManifestDiff(QWidget *parent = nullptr);
    void showDiff(const QString &title, const core::Json &before, const core::Json &after);

Q_SIGNALS:
    void closed();

private:
    QPushButton *m_back;
    QLabel *m_title;
    QPlainTextEdit *m_text;
};

} // namespace podwright::ui::runs
