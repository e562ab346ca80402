#include "tests/support/kubeconfig_corpus.h"

#include <QByteArray>

namespace podwright::support {
namespace {

QString base64(const std::string &text)
{
    return QString::fromLatin1(QByteArray::fromStdString(text).toBase64());
}

} // namespace

QString kubeconfigOf(const QString &cluster, const QString &user, const QString &tail)
{
    return QStringLiteral("apiVersion: v1\nkind: Config\nclusters:\n- {name: c, cluster: {%1}}\nusers:\n- {name: u, "
                          "user: {%2}}\ncontexts:\n- {name: x, context: {cluster: c, user: u}}\n%3\n")
        .arg(cluster, user, tail);
}

QString filledKubeconfig(QString text, const std::string &authority, const IssuedCertificate &client,
                         const IssuedCertificate &other, const QString &secret)
{
    text.replace(QLatin1String("@CA@"), base64(authority));
    text.replace(QLatin1String("@CERT@"), base64(client.certificate));
    text.replace(QLatin1String("@KEY@"), base64(client.key));
    text.replace(QLatin1String("@OTHERKEY@"), base64(other.key));
    return text.replace(QLatin1String("@SECRET@"), secret);
}

std::vector<DamagedKubeconfig> damagedKubeconfigs()
{
    const QString good = QStringLiteral("server: 'https://h:6443'");
    std::vector<DamagedKubeconfig> all;
    const auto row = [&all](const char *name, const QString &text, int line, const char *message,
                            const char *context = "") {
        all.push_back({name, text, QString::fromLatin1(context), line, QString::fromLatin1(message)});
    };
    const auto cluster = [&](const char *name, const char *fields, int line, const char *message) {
        row(name, kubeconfigOf(QString::fromLatin1(fields), {}), line, message);
    };
    const auto user = [&](const char *name, const char *fields, int line, const char *message) {
        row(name, kubeconfigOf(good, QString::fromLatin1(fields)), line, message);
    };
    const QString lines = kubeconfigOf(good, {});

    row("empty", {}, 0, "no contexts");
    row("bad YAML", QStringLiteral("clusters: [a, b\nusers: c: d"), 2, "/home/u/.kube/config:");
    row("plain text", QStringLiteral("hello"), 1, "not a kubeconfig");
    row("a list", QStringLiteral("- a"), 1, "not a kubeconfig");
    row("another kind", QStringLiteral("apiVersion: v1\nkind: Pod"), 2, "kind is not Config");
    row("another version", QStringLiteral("kind: Config\napiVersion: v2"), 2, "apiVersion|not v1");
    row("two documents", lines + QStringLiteral("---\nkind: Config\n"), 11, "document");
    row("no current context", kubeconfigOf(good, {}, {}), 0, "no current-context|\"x\"");
    row("current context is a number", kubeconfigOf(good, {}, QStringLiteral("current-context: 5")), 9,
        "current-context must be a string");
    row("current context unknown", kubeconfigOf(good, {}, QStringLiteral("current-context: zzz")), 0,
        "no context named \"zzz\"");
    row("context misspelt", lines, 0, "no context named \"X1\"", "X1");
    row("clusters no list", QStringLiteral("kind: Config\nclusters: {a: b}"), 2, "clusters must be a list");
    row("cluster without a name", QStringLiteral("clusters:\n- cluster: {server: 'https://h'}"), 2,
        "cluster here has no name");
    row("name is a number", QStringLiteral("clusters:\n- name: 12\n  cluster: {}"), 2, "has no name|quotes");
    row("cluster no mapping", QStringLiteral("clusters:\n- name: c\n  cluster: https://h"), 3,
        "cluster \"c\" must be a mapping");
    row("duplicate cluster",
        QStringLiteral("clusters:\n- {name: c, cluster: {}}\n- {name: c, cluster: {server: 'https://h'}}"), 3,
        "cluster \"c\" is there twice|line 2");
    row("duplicate user", QStringLiteral("users:\n- {name: u, user: {}}\n- {name: u, user: {}}"), 3,
        "user \"u\" is there twice");
    row("duplicate context", QStringLiteral("contexts:\n- {name: x, context: {}}\n- {name: x, context: {}}"), 3,
        "context \"x\" is there twice");
    row("context without a cluster", QStringLiteral("contexts:\n- {name: x, context: {}}\ncurrent-context: x"), 2,
        "context \"x\" names no cluster");
    row("cluster unknown",
        QStringLiteral("clusters:\n- {name: prod, cluster: {server: 'https://h'}}\ncontexts:\n- {name: x, context: "
                       "{cluster: prd}}\ncurrent-context: x"),
        4, "names the cluster \"prd\"|did you mean \"prod\"");
    row("user unknown",
        QStringLiteral("users:\n- {name: dana, user: {}}\ncontexts:\n- {name: x, context: {cluster: c, user: "
                       "dnaa}}\ncurrent-context: x"),
        4, "names the user \"dnaa\"|did you mean \"dana\"");
    cluster("server missing", "", 4, "cluster \"c\" has no server");
    cluster("server misspelt", "sever: 'https://h'", 4, "cluster \"c\" has no server|\"sever\" on line 4");
    cluster("server is a number", "server: 5", 4, "server of cluster \"c\" must be a string");
    cluster("server is ftp", "server: 'ftp://h'", 4, "server of cluster \"c\"|https://host:6443");
    cluster("server without a host", "server: 'https://'", 4, "server of cluster \"c\"");
    cluster("server with a password", "server: 'https://a:@SECRET@@h'", 4, "holds a user name or password");
    cluster("authority missing", "server: 'https://h', certificate-authority: /no/such.crt", 4,
            "certificate-authority of cluster \"c\"|/no/such.crt|does not exist");
    cluster("authority bad base64", "server: 'https://h', certificate-authority-data: '%%%'", 4,
            "certificate-authority-data of cluster \"c\" is not valid base64");
    cluster("authority half base64", "server: 'https://h', certificate-authority-data: QUJ", 4, "not valid base64");
    cluster("authority no PEM", "server: 'https://h', certificate-authority-data: aGVsbG8=", 4,
            "certificate authority of cluster \"c\"|no PEM certificate");
    cluster("authority twice", "server: 'https://h', certificate-authority: /ca.crt, certificate-authority-data: @CA@",
            4, "cluster \"c\" has both certificate-authority and certificate-authority-data");
    cluster("insecure with authority",
            "server: 'https://h', insecure-skip-tls-verify: true, certificate-authority-data: @CA@", 4,
            "certificate authority and insecure-skip-tls-verify");
    cluster("insecure no flag", "server: 'https://h', insecure-skip-tls-verify: maybe", 4, "must be true or false");
    cluster("proxy ftp", "server: 'https://h', proxy-url: 'ftp://x'", 4,
            "proxy-url of cluster \"c\" has the scheme \"ftp\"|socks5");
    cluster("proxy no URL", "server: 'https://h', proxy-url: 'nonsense'", 4, "proxy-url of cluster \"c\"");
    user("token and basic", "token: @SECRET@, username: a, password: @SECRET@", 6, "user \"u\" has two ways");
    user("tokenFile and basic", "tokenFile: /t, username: a", 6, "user \"u\" has two ways");
    user("tokenFile missing", "tokenFile: /no/such/token", 6, "tokenFile of user \"u\"|/no/such/token");
    user("token is a number", "token: 12345", 6, "token of user \"u\" must be a string");
    user("certificate without key", "client-certificate-data: @CERT@", 6, "user \"u\"|no key|client-key");
    user("certificate missing", "client-certificate: /no/c.crt, client-key: /no/c.key", 6,
         "client-certificate of user \"u\"|/no/c.crt");
    user("certificate twice", "client-certificate: /c.crt, client-certificate-data: @CERT@, client-key-data: @KEY@", 6,
         "both client-certificate and client-certificate-data");
    user("certificate bad base64", "client-certificate-data: '*', client-key-data: @KEY@", 6,
         "client-certificate-data of user \"u\" is not valid base64");
    user("key of another certificate", "client-certificate-data: @CERT@, client-key-data: @OTHERKEY@", 6,
         "does not belong to its client certificate");
    user("key no PEM", "client-certificate-data: @CERT@, client-key-data: aGVsbG8=", 6, "key of user \"u\"");
    user("exec no mapping", "exec: aws", 6, "exec of user \"u\" must be a mapping");
    user("exec without command", "exec: {apiVersion: client.authentication.k8s.io/v1beta1}", 6, "has no command");
    user("exec without version", "exec: {command: aws}", 6, "exec entry of user \"u\" has no apiVersion");
    user("exec old version", "exec: {command: aws, apiVersion: client.authentication.k8s.io/v1alpha1}", 6,
         "v1alpha1|v1beta1");
    user("exec v1 without mode", "exec: {command: aws, apiVersion: client.authentication.k8s.io/v1}", 6,
         "has no interactiveMode");
    user("exec unknown mode",
         "exec: {command: a, apiVersion: client.authentication.k8s.io/v1beta1, interactiveMode: Never2}", 6,
         "interactiveMode");
    user("exec arguments", "exec: {command: a, args: [1], apiVersion: client.authentication.k8s.io/v1beta1}", 6,
         "exec.args of user \"u\" must be a list of strings");
    user("exec environment", "exec: {command: a, env: [{value: b}], apiVersion: v1}", 6, "exec.env of user \"u\"");
    user("exec environment without a name", "exec: {command: a, env: [{name: '', value: @SECRET@}], apiVersion: v1}", 6,
         "has no name");
    user("exec and provider", "exec: {command: a}, auth-provider: {name: oidc}", 6, "both an exec entry and");
    user("removed provider", "auth-provider: {name: gcp}", 6, "auth-provider \"gcp\"|gke-gcloud-auth-plugin");
    user("groups without as", "as-groups: [g]", 6, "user \"u\" has as-groups but no \"as\"");
    user("uid without as", "as-uid: '1'", 6, "as-uid");
    user("extra without as", "as-user-extra: {a: [b]}", 6, "as-user-extra");
    user("groups no list", "as: a, as-groups: g", 6, "as-groups of user \"u\" must be a list of strings");
    row("contexts no list", QStringLiteral("contexts: x"), 1, "contexts must be a list");
    row("users no list", QStringLiteral("users: {u: {token: @SECRET@}}"), 1, "users must be a list");
    row("tabs for spaces", QStringLiteral("clusters:\n\t- name: c"), 2, "/home/u/.kube/config:");
    row("context no mapping", QStringLiteral("contexts:\n- {name: x, context: c}\ncurrent-context: x"), 2,
        "context \"x\" must be a mapping");
    user("user no string", "username: 5, password: @SECRET@", 6, "username of user \"u\" must be a string");
    user("extra no lists", "as: a, as-user-extra: {k: v}", 6, "as-user-extra");
    return all;
}

std::vector<ValidKubeconfig> validKubeconfigs()
{
    const QString plain = QStringLiteral("server: 'https://h:6443'"), server = QStringLiteral("https://h:6443"),
                  ns = QStringLiteral("default"), none = QStringLiteral("none");
    const auto user = [&](const char *name, const char *fields, const char *signIn) {
        return ValidKubeconfig{name, kubeconfigOf(plain, QString::fromLatin1(fields)), server, ns,
                               QString::fromLatin1(signIn)};
    };
    const auto cluster = [&](const char *name, const char *fields, const char *address) {
        return ValidKubeconfig{name, kubeconfigOf(QString::fromLatin1(fields), {}), QString::fromLatin1(address), ns,
                               none};
    };
    return {
        user("no credentials", "", "none"),
        user("token", "token: @SECRET@", "token"),
        user("password", "username: dana, password: @SECRET@", "password"),
        user("certificate", "client-certificate-data: @CERT@, client-key-data: @KEY@", "client certificate"),
        user("certificate and token", "client-certificate-data: @CERT@, client-key-data: @KEY@, token: @SECRET@",
             "client certificate and token"),
        user("exec v1",
             "exec: {command: /bin/true, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}",
             "exec plugin true"),
        user("exec v1beta1",
             "exec: {command: aws, args: [eks, get-token], apiVersion: client.authentication.k8s.io/v1beta1}",
             "exec plugin aws"),
        user("exec silenced by a token",
             "token: @SECRET@, exec: {command: aws, apiVersion: client.authentication.k8s.io/v1beta1}", "token"),
        user("impersonation", "token: @SECRET@, as: eve, as-groups: [g]", "token"),
        user("unknown keys", "token: @SECRET@, x-note: {a: [1, 2]}", "token"),
        cluster("prefix", "server: 'https://h:6443/k8s/clusters/c-1'", "https://h:6443/k8s/clusters/c-1"),
        cluster("plain http", "server: 'http://127.0.0.1:8001'", "http://127.0.0.1:8001"),
        cluster("IPv6", "server: 'https://[fd00::1]:6443'", "https://[fd00::1]:6443"),
        cluster("insecure", "server: 'https://h', insecure-skip-tls-verify: true", "https://h"),
        cluster("insecure in the old way", "server: 'https://h', insecure-skip-tls-verify: yes", "https://h"),
        cluster("authority", "server: 'https://h', certificate-authority-data: @CA@", "https://h"),
        cluster("proxy", "server: 'https://h', proxy-url: 'socks5://p:1080'", "https://h"),
        {"JSON",
         QStringLiteral(R"({"apiVersion":"v1","kind":"Config","clusters":[{"name":"c","cluster":{"server":)"
                        R"("https://h"}}],"contexts":[{"name":"x","context":{"cluster":"c","user":"u",)"
                        R"("namespace":"n"}}],"users":[{"name":"u","user":{"token":"t"}}],"current-context":"x"})"),
         QStringLiteral("https://h"), QStringLiteral("n"), QStringLiteral("token")},
        {"no kind, comments, anchors",
         QStringLiteral(
             "# mine\nusers: [&u {name: u, user: {token: t}}]\nclusters:\n- name: c\n  cluster:\n    server: "
             "https://h # here\ncontexts:\n- name: x\n  context: {cluster: c, user: u, namespace: team}\n"
             "current-context: x\npreferences: {}\n"),
         QStringLiteral("https://h"), QStringLiteral("team"), QStringLiteral("token")},
        {"a name with all sorts of signs",
         QStringLiteral("users: [{name: u, user: {token: t}}]\nclusters: [{name: c, cluster: {server: 'https://h'}}]\n"
                        "contexts: [{name: 'arn:aws:eks:eu-west-1:1:cluster/a b', context: {cluster: c, user: u}}]\n"
                        "current-context: 'arn:aws:eks:eu-west-1:1:cluster/a b'\n"),
         QStringLiteral("https://h"), ns, QStringLiteral("token")},
    };
}

} // namespace podwright::support
