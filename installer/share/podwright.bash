# Completion of podwright for bash.
_podwright() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]:-}
    case $before in
    --context) mapfile -t COMPREPLY < <(compgen -W "$(podwright contexts 2>/dev/null | sed -n '2,$s/^[* ]*\([^ ]*\).*/\1/p')" -- "$word"); return ;;
    --runtime) mapfile -t COMPREPLY < <(compgen -W "auto bwrap podman process" -- "$word"); return ;;
    --as) mapfile -t COMPREPLY < <(compgen -W "manifest template dag taskflow executor-config job eks gke kubectl connection" -- "$word"); return ;;
    --airflow) mapfile -t COMPREPLY < <(compgen -W "2 3" -- "$word"); return ;;
    -o) [ "$command" = render ] && mapfile -t COMPREPLY < <(compgen -W "yaml json" -- "$word") && return ;;
    esac
    if [ "$COMP_CWORD" = 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W "render validate preflight import export run attach contexts history sandbox" -- "$word"; compgen -f -X '!*.podtask.yaml' -- "$word")
        return
    fi
    case $before in -o | --output) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;; esac
    case $word in
    -*) mapfile -t COMPREPLY < <(compgen -W "$(podwright "$command" --help 2>/dev/null | grep -oE -- '--[a-z-]+' | sort -u)" -- "$word") ;;
    *) mapfile -t COMPREPLY < <(compgen -f -X '!*.yaml' -- "$word"; [ "$command" != import ] || compgen -f -X '!*.@(py|yml|json)' -- "$word"; compgen -d -- "$word") ;;
    esac
}
complete -o filenames -F _podwright podwright
