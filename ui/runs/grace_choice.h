#pragma once

#include <QWidget>

#include <optional>

class QComboBox;
class QSpinBox;

namespace podwright::ui::runs {

// How long pods may take to end when they are deleted.
class GraceChoice : public QWidget
{
    Q_OBJECT
public:
    explicit GraceChoice(QWidget *parent = nullptr);
    std::optional<int> seconds() const; // none: what each pod says itself
    QString explanation() const;        // what will happen, in words

Q_SIGNALS:
    void changed();

private:
    enum Choice { Own, Soon, Seconds, Force };
    QComboBox *m_choice;
    QSpinBox *m_seconds;
};

} // namespace podwright::ui::runs
