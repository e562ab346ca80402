#pragma once

#include <simdjson.h>

#include <initializer_list>
#include <optional>
#include <string_view>

namespace podwright::kube {

// JsonView over what simdjson parsed; valid until its parser parses again. Of members with one name the last counts, as
// everywhere.
class SimdView
{
public:
    using Path = std::initializer_list<std::string_view>;

    explicit SimdView(std::optional<simdjson::dom::element> value = {})
        : m_value(value)
    {}

    SimdView at(Path path) const
    {
        SimdView current = *this;
        for (const std::string_view step : path)
            current = current.member(step);
        return current;
    }
    std::string_view text(Path path) const { return at(path).text(); }
    std::string_view text() const { return isText() ? m_value->get_string().value_unsafe() : std::string_view(); }
    long long integer(Path path) const
    {
        const SimdView found = at(path);
        if (found.m_value && found.m_value->is<int64_t>())
            return found.m_value->get_int64().value_unsafe();
        if (found.m_value && found.m_value->is<uint64_t>())
            return static_cast<long long>(found.m_value->get_uint64().value_unsafe());
        return 0;
    }
    bool flag(Path path) const
    {
        const SimdView found = at(path);
        return found.m_value && found.m_value->is_bool() && found.m_value->get_bool().value_unsafe();
    }
    bool isObject() const { return m_value && m_value->is_object(); }
    bool isText() const { return m_value && m_value->is_string(); }

    template<class Visit>
    void forEach(Visit visit) const
    {
        if (!m_value || !m_value->is_array())
            return;
        const simdjson::dom::array elements = m_value->get_array().value_unsafe(); // the result itself is gone by then
        for (const simdjson::dom::element element : elements)
            visit(SimdView(element));
    }
    template<class Visit>
    void forEachMember(Visit visit) const
    {
        if (!isObject())
            return;
        const simdjson::dom::object members = m_value->get_object().value_unsafe();
        for (const simdjson::dom::key_value_pair pair : members)
            visit(pair.key, SimdView(pair.value));
    }

private:
    SimdView member(std::string_view name) const
    {
        SimdView found;
        forEachMember([&](std::string_view key, const SimdView &value) {
            if (key == name)
                found = value;
        });
        return found;
    }

    std::optional<simdjson::dom::element> m_value;
};

} // namespace podwright::kube
