#include "models/task/secret_words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace podwright::task {

namespace {

bool isWordChar(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

// "dbPassword-File" -> "_db_password_file_"
std::string wordsOf(std::string_view name)
{
    std::string words = "_";
    for (size_t i = 0; i < name.size(); ++i) {
        const bool isUpper = std::isupper(static_cast<unsigned char>(name[i])) != 0;
        if (isUpper && i > 0 && std::islower(static_cast<unsigned char>(name[i - 1])) != 0)
            words += '_';
        words += isWordChar(name[i]) ? static_cast<char>(std::tolower(static_cast<unsigned char>(name[i]))) : '_';
    }
    return words + "_";
}

bool namesSecret(std::string_view name)
{
    constexpr std::array secret = {"_password_", "_passwd_",      "_passphrase_", "_pwd_",        "_secret_",
                                   "_token_",    "_apikey_",      "_api_key_",    "_access_key_", "_secret_key_",
                                   "_auth_key_", "_private_key_", "_credential_", "_credentials_"};
    constexpr std::array about = {"_file_", "_path_", "_name_", "_dir_", "_url_", "_ttl_", "_limit_", "_type_"};
    const std::string words = wordsOf(name);
    const auto ends = [&](const char *word) { return words.ends_with(word); };
    const auto holds = [&](const char *word) { return words.find(word) != std::string::npos; };
    return std::ranges::any_of(secret, holds) && std::ranges::none_of(about, ends);
}

bool isHarmless(std::string_view value)
{
    constexpr std::array words = {"", "true", "false", "none", "null", "yes", "no"};
    const bool isNumber =
        std::ranges::all_of(value, [](char c) { return std::isdigit(static_cast<unsigned char>(c)) || c == '.'; });
    return value.starts_with('/') || value.starts_with('$') || isNumber ||
           std::ranges::find(words, value) != words.end();
}

// scheme://user:password@host
bool hasPasswordInUrl(std::string_view value)
{
    const size_t scheme = value.find("://");
    if (scheme == std::string_view::npos)
        return false;
    const std::string_view rest = value.substr(scheme + 3);
    const std::string_view authority = rest.substr(0, rest.find('/'));
    const size_t at = authority.rfind('@');
    const size_t colon = authority.find(':');
    return at != std::string_view::npos && colon < at && at - colon > 1 && authority[colon + 1] != '$';
}

bool isToken(std::string_view value)
{
    struct Form
    {
        std::string_view start;
        size_t least;
    };
    constexpr std::array forms = {Form{"AKIA", 20},  Form{"ASIA", 20},   Form{"ghp_", 30},        Form{"gho_", 30},
                                  Form{"ghs_", 30},  Form{"glpat-", 20}, Form{"github_pat_", 30}, Form{"xoxb-", 20},
                                  Form{"xoxp-", 20}, Form{"AIza", 35},   Form{"sk-", 30}};
    const bool isOneWord = value.find(' ') == std::string_view::npos;
    const bool isJsonToken = value.starts_with("eyJ") && std::ranges::count(value, '.') == 2 && isOneWord;
    return isJsonToken || std::ranges::any_of(forms, [&](const Form &form) {
               return isOneWord && value.size() >= form.least && value.starts_with(form.start);
           });
}

} // namespace

bool looksSecret(std::string_view value)
{
    const bool isKey =
        value.find("-----BEGIN") != std::string_view::npos && value.find("PRIVATE KEY-----") != std::string_view::npos;
    return isKey || isToken(value) || hasPasswordInUrl(value);
}

bool looksSecret(std::string_view name, std::string_view value)
{
    return looksSecret(value) || (namesSecret(name) && !isHarmless(value));
}

} // namespace podwright::task
