#include "ui/style/terminal_colors.h"

#include "ui/style/theme.h"

#include <array>

namespace podwright::ui::style {
namespace {

constexpr std::array<QRgb, 16> onLight{0xff1b2430, 0xffb3261e, 0xff1a7f4b, 0xff8a5a00, 0xff2563d9, 0xff8e3bb0,
                                       0xff0f7286, 0xff5b6776, 0xff5b6776, 0xffc22f36, 0xff18794a, 0xff915c00,
                                       0xff3069dd, 0xff9a44bd, 0xff0f7488, 0xff1b2430};
constexpr std::array<QRgb, 16> onDark{0xff8b97a6, 0xffff8085, 0xff5bc98b, 0xffe5b15a, 0xff6ea0ff, 0xffd39bf0,
                                      0xff63c9dd, 0xffe4e8ee, 0xff9aa6b5, 0xffff9b9f, 0xff7fdca7, 0xfff0c67f,
                                      0xff90b6ff, 0xffe0b6f6, 0xff8adaea, 0xffffffff};

constexpr int firstOfCube = 16, firstGrey = 232;

QColor cubeColor(int index)
{
    const auto level = [](int step) { return step == 0 ? 0 : 55 + step * 40; };
    return {level(index / 36), level(index / 6 % 6), level(index % 6)};
}

} // namespace

QColor terminalColor(int index)
{
    if (index >= firstGrey) {
        const int grey = 8 + (index - firstGrey) * 10;
        return {grey, grey, grey};
    }
    if (index >= firstOfCube)
        return cubeColor(index - firstOfCube);
    return QColor::fromRgba((isDark() ? onDark : onLight)[static_cast<size_t>(index) % 16]);
}

} // namespace podwright::ui::style
