#include "ui/logs/highlight_editor.h"

#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPixmap>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace podwright::ui::logs {

HighlightEditor::HighlightEditor(QWidget *parent)
    : QFrame(parent)
    , m_layout(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("logHighlights"));
    m_layout->setContentsMargins(style::space, 0, style::space, style::spaceSmall);
    m_layout->setSpacing(style::grid);
    auto *add = new QPushButton(style::icon(QStringLiteral("plus")), tr("Add a highlight"), this);
    add->setObjectName(QStringLiteral("logHighlightAdd"));
    connect(add, &QPushButton::clicked, this, [this] {
        m_rules.push_back({{}, static_cast<int>(m_rules.size()) % highlightColours});
        rebuild();
        m_rows.back()->findChild<QLineEdit *>()->setFocus();
    });
    m_layout->addWidget(add, 0, Qt::AlignLeft);
    connect(style::themeNotifier(), &style::ThemeNotifier::changed, this, &HighlightEditor::rebuild);
}

void HighlightEditor::setRules(const std::vector<HighlightRule> &rules)
{
    m_rules = rules;
    rebuild();
}

void HighlightEditor::rebuild()
{
    for (QWidget *row : std::exchange(m_rows, {}))
        row->deleteLater(); // one of its buttons may be what was pressed
    for (size_t i = 0; i < m_rules.size(); ++i) {
        m_rows.push_back(row(i));
        m_layout->insertWidget(static_cast<int>(i), m_rows.back());
    }
}

void HighlightEditor::setColour(QToolButton *button, int colour) const
{
    QPixmap swatch(style::iconSize, style::iconSize);
    swatch.fill(highlightColour(colour));
    button->setIcon(swatch);
}

QWidget *HighlightEditor::row(size_t number)
{
    auto *result = new QWidget(this);
    auto *layout = new QHBoxLayout(result);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(style::grid);
    const HighlightRule &rule = m_rules[number];
    const auto button = [&](const char *name, const QString &help, auto pressed) {
        auto *made = new QToolButton(result);
        made->setObjectName(QString::fromLatin1(name) + QString::number(number));
        made->setToolTip(help);
        made->setAccessibleName(help);
        connect(made, &QToolButton::clicked, this, pressed);
        layout->addWidget(made);
        return made;
    };
    QToolButton *colour = button("logHighlightColour", tr("Next colour"), [] {});
    connect(colour, &QToolButton::clicked, this, [this, number, colour] {
        m_rules[number].colour = (m_rules[number].colour + 1) % highlightColours;
        setColour(colour, m_rules[number].colour);
        Q_EMIT changed();
    });
    setColour(colour, rule.colour);
    auto *pattern = new QLineEdit(rule.query.text, result);
    pattern->setObjectName(QStringLiteral("logHighlightText%1").arg(number));
    pattern->setAccessibleName(tr("Text to highlight"));
    pattern->setPlaceholderText(tr("Text to highlight in the logs of this task"));
    layout->addWidget(pattern, 1);
    connect(pattern, &QLineEdit::textChanged, this, [this, number, pattern] {
        m_rules[number].query.text = pattern->text();
        const bool isGood = podwright::logs::Matcher::compile(m_rules[number].query).ok();
        style::setProperty(pattern, "mark", isGood ? QString() : QStringLiteral("error"));
        Q_EMIT changed();
    });
    QToolButton *regex = button("logHighlightRegex", tr("Regular expression"), [this, number](bool isOn) {
        m_rules[number].query.isRegex = isOn;
        Q_EMIT changed();
    });
    regex->setText(QStringLiteral(".*"));
    regex->setCheckable(true);
    regex->setChecked(rule.query.isRegex);
    QToolButton *remove = button("logHighlightRemove", tr("Remove the highlight"), [this, number] {
        m_rules.erase(m_rules.begin() + static_cast<qsizetype>(number));
        rebuild();
        Q_EMIT changed();
    });
    remove->setIcon(style::icon(QStringLiteral("trash")));
    return result;
}

} // namespace podwright::ui::logs
