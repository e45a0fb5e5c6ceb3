"""Completion in bash and PowerShell: words with blanks, colons and quotes go in and out as each shell writes them."""

from __future__ import annotations

import os
import re
from typing import ClassVar, Final

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    ShellComplete,
    add_completion_class,
    split_arg_string,
)

_BASH: Final = r"""%(complete_func)s() {
    local IFS=$'\n' line="${COMP_LINE:0:$COMP_POINT}" response completion type value cur quote
    cur="${line##*[[:space:]]}" quote="${COMP_WORDS[COMP_CWORD]:0:1}"
    response=$(env COMP_WORDS="$line" %(complete_var)s=bash_complete "$1" 2>/dev/null)
    for completion in $response; do
        type="${completion%%,*}" value="${completion#*,}"
        if [[ $type == dir ]]; then
            COMPREPLY=(); compopt -o dirnames
        elif [[ $type == file ]]; then
            COMPREPLY=(); compopt -o default
        else
            if [[ $quote == \' ]]; then
                value="${value//\'/\'\\\'\'}"
            elif [[ $quote == \" ]]; then
                value="${value//\\/\\\\}" value="${value//\"/\\\"}" value="${value//\$/\\\$}" value="${value//\`/\\\`}"
            else
                # bash ends words at a colon: it replaces what follows the last one alone
                if [[ $cur == *:* && $COMP_WORDBREAKS == *:* ]]; then value="${value#"${cur%%"${cur##*:}"}"}"; fi
                printf -v value %%q "$value"
            fi
            COMPREPLY+=("$value")
        fi
    done
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""

_POWERSHELL: Final = r"""Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $line = $commandAst.ToString()
    $length = [Math]::Max(0, $cursorPosition - $commandAst.Extent.StartOffset)
    if ($length -gt $line.Length) { $line = $line.PadRight($length) } else { $line = $line.Substring(0, $length) }
    $env:COMP_WORDS = $line
    $env:%(complete_var)s = 'powershell_complete'
    try {
        & %(prog_name)s 2>$null | ForEach-Object {
            $type, $value, $shown, $about = $_ -split "`t", 4
            if ($type -eq 'plain') {
                [System.Management.Automation.CompletionResult]::new($value, $shown, 'ParameterValue', $about)
            }
        }
    } finally {
        Remove-Item Env:COMP_WORDS, Env:%(complete_var)s -ErrorAction SilentlyContinue
    }
}
"""
_WORD: Final = re.compile(r"'((?:[^']|'')*)(?:'|$)|\"([^\"]*)(?:\"|$)|([^\s'\"]+)")
_PLAIN: Final = re.compile(r"[\w./:+-]+")


@add_completion_class
class Bash(BashComplete):
    """Completion in bash."""

    source_template: ClassVar[str] = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is typed, and that one."""
        line = os.environ["COMP_WORDS"]
        words = split_arg_string(line)[1:]
        return (words, "") if not words or line[-1:].isspace() else (words[:-1], words[-1])


@add_completion_class
class PowerShell(ShellComplete):
    """Completion in PowerShell, of Windows and other systems."""

    name: ClassVar[str] = "powershell"
    source_template: ClassVar[str] = _POWERSHELL

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is typed, and that one; a backslash is a letter like others."""
        line = os.environ["COMP_WORDS"]
        found = [(one, (one[1].replace("''", "'") if one[1] is not None else one[2] or one[3] or ""))
                 for one in _WORD.finditer(line)]  # fmt: skip
        words = [word for _, word in found][1:]
        return (words, "") if not words or line[-1:].isspace() else (words[:-1], words[-1])

    def format_completion(self, item: CompletionItem) -> str:
        """Return kind, what is put in, what is listed and what it is, between tabs: none of them may be empty."""
        value = str(item.value)
        written = value if _PLAIN.fullmatch(value) else "'" + value.replace("'", "''") + "'"
        return "\t".join((item.type, written, value, item.help or value))
