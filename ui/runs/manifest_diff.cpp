#include "ui/runs/manifest_diff.h"

#include "models/core/yaml.h"
#include "models/manifest/line_diff.h"
#include "models/manifest/pod_builder.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSyntaxHighlighter>
#include <QVBoxLayout>

namespace podwright::ui::runs {
namespace {

// By the sign that each line begins with.
class DiffColours : public QSyntaxHighlighter
{
public:
    using QSyntaxHighlighter::QSyntaxHighlighter;

protected:
    void highlightBlock(const QString &line) override
    {
        if (line.startsWith(QLatin1Char('+')))
            setFormat(0, int(line.size()), format(style::Token::Ok, style::Token::OkSoft));
        else if (line.startsWith(QLatin1Char('-')))
            setFormat(0, int(line.size()), format(style::Token::Bad, style::Token::BadSoft));
    }

private:
    static QTextCharFormat format(style::Token text, style::Token ground)
    {
        QTextCharFormat format;
        format.setForeground(style::color(text));
        format.setBackground(style::color(ground));
        return format;
    }
};

std::string textOf(const core::Json &pod)
{
    return core::writeYaml(manifest::readable(pod)).text;
}

} // namespace

ManifestDiff::ManifestDiff(QWidget *parent)
    : QWidget(parent)
    , m_back(new QPushButton(tr("Back to the runs"), this))
    , m_title(new QLabel(this))
    , m_text(new QPlainTextEdit(this))
{
    setObjectName(QStringLiteral("manifestDiff"));
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(style::space, style::space, style::space, style::space);
    bar->addWidget(m_back);
    bar->addWidget(m_title, 1);
    all->addLayout(bar);
    all->addWidget(m_text, 1);
    m_back->setObjectName(QStringLiteral("manifestDiffBack"));
    m_text->setObjectName(QStringLiteral("manifestDiffText"));
    m_text->setAccessibleName(tr("Difference of the manifests"));
    m_text->setReadOnly(true);
    m_text->setFont(style::codeFont());
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setFrameShape(QFrame::NoFrame);
    style::setProperty(m_text, "kind", QStringLiteral("code"));
    auto *colours = new DiffColours(m_text->document());
    connect(style::themeNotifier(), &style::ThemeNotifier::changed, colours, &QSyntaxHighlighter::rehighlight);
    connect(m_back, &QPushButton::clicked, this, &ManifestDiff::closed);
}

void ManifestDiff::showDiff(const QString &title, const core::Json &before, const core::Json &after)
{
    const std::string old = textOf(before), fresh = textOf(after);
    QString text;
    int changes = 0;
    for (const manifest::DiffLine &line : manifest::diffLines(old, fresh)) {
        using Kind = manifest::DiffLine::Kind;
        changes += line.kind != Kind::Same;
        text += QLatin1String(line.kind == Kind::Added ? "+ " : line.kind == Kind::Removed ? "- " : "  ");
        text += QString::fromUtf8(line.text.data(), qsizetype(line.text.size())) + QLatin1Char('\n');
    }
    text.chop(1);
    m_title->setText(changes == 0 ? tr("%1: the manifests are equal").arg(title)
                                  : tr("%1: %2 removed or added lines").arg(title).arg(changes));
    m_text->setPlainText(text);
    m_back->setFocus();
}

} // namespace podwright::ui::runs
