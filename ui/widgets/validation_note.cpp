#include "ui/widgets/validation_note.h"

#include "ui/style/icons.h"
#include "ui/style/theme.h"

#include <QHBoxLayout>
#include <QLabel>

#include <array>

namespace podwright::ui::widgets {

namespace {

struct Look
{
    const char *kind;
    const char *icon;
    style::Token token;
};

constexpr std::array<Look, 4> looks{{
    {"hint", "info", style::Token::Muted},
    {"hint", "info", style::Token::Muted},
    {"warning", "warning", style::Token::Wait},
    {"error", "error", style::Token::Bad},
}};

constexpr int signSize = 12;

} // namespace

ValidationNote::ValidationNote(QWidget *parent)
    : QWidget(parent)
    , m_sign(new QLabel)
    , m_text(new QLabel)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 2, 0, 0);
    layout->setSpacing(5);
    layout->addWidget(m_sign, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_sign->setContentsMargins(0, 1, 0, 0);
    hide();
}

void ValidationNote::setNote(Mark mark, const QString &text)
{
    const Look &look = looks[static_cast<size_t>(mark)];
    style::setProperty(m_text, "kind", QLatin1StringView(look.kind));
    m_sign->setPixmap(style::icon(QLatin1StringView(look.icon), look.token).pixmap(signSize, signSize));
    m_text->setText(text);
    setAccessibleName(text);
    setVisible(!text.isEmpty());
}

QString ValidationNote::text() const
{
    return m_text->text();
}

} // namespace podwright::ui::widgets
