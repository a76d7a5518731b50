//! Longer texts of the help.

macro_rules! exit_codes {
    () => {
        "\
Exit codes:
  0  done, alerts or not
  1  bad rules, unreadable input, failed module
  2  wrong usage, bad setting"
    };
}

macro_rules! scan_exit_codes {
    () => {
        "\
Exit codes:
  0  done, alerts or not
  1  bad rules, unreadable input, failed module; with --strict also malformed records and damaged compression
  2  wrong usage, bad setting"
    };
}

macro_rules! looking_exit_codes {
    () => {
        "\
Exit codes:
  0  done
  1  bad rules, unreadable input, malformed records, damaged compression, failed module
  2  wrong usage, bad setting"
    };
}

macro_rules! check_exit_codes {
    () => {
        "\
Exit codes:
  0  the rules have no errors (a denied lint makes some), and with --strict no warnings
  1  they have, or cannot be read
  2  wrong usage, bad setting, unknown lint"
    };
}

pub(super) const EXIT_CODES: &str = exit_codes!();

pub(super) const SCAN_EXIT_CODES: &str = scan_exit_codes!();

pub(super) const LOOKING_EXIT_CODES: &str = looking_exit_codes!();

pub(super) const OVERVIEW: &str = concat!(
    "\
Examples:
  falconet check rules.yaml
  falconet scan -r rules.yaml events.json.gz
  falconet list fields role name
  falconet rules show \"AWS Console Login Without MFA\" -r rules/

",
    exit_codes!(),
    "

The module is compiled once and kept in $XDG_CACHE_HOME/falconet or ~/.cache/falconet."
);

pub(super) const SCAN: &str = concat!(
    "\
Of a folder, files named .json or .ndjson are taken, maybe compressed (.gz, .zst), in
the order of their names; CloudTrail digests are skipped. A file that is named itself is
read whatever its name. Alerts are written as they come; messages go to standard error.

Several threads (--threads) say the same as one, in the same order. A stream is judged by
one thread, and so is everything if the rules ask for evt.num or evt.reltime.

Why are my rules slow? --profile-rules says of each rule its share of the time in the
module, how often it was considered, judged and matched, and what the index finds it by.
docs/PROFILING.md says what the numbers mean. --stats has the ten that took most.

Examples:
  falconet scan -r rules.yaml events.json
  falconet scan -r rules/ -r mine.yaml -o rule_matching=all --stats AWSLogs/
  falconet scan -r rules/ --threads 1 events.ndjson
  falconet scan -r rules/ --profile-rules events.ndjson > /dev/null
  aws s3 cp s3://bucket/key.json.gz - | falconet scan -r rules.yaml --format pretty -

Environment:
  FALCO_HOSTNAME                    the host name in alerts, instead of this machine's
  TZ                                the zone of times that rules show as local
  NO_COLOR, CLICOLOR_FORCE, TERM    whether to use colours
  XDG_CACHE_HOME, HOME              where the compiled module is kept

",
    scan_exit_codes!()
);

pub(super) const PACK: &str = concat!(
    "\
Fluent Bit passes no configuration to a filter, so rules and options are put into the
module: its memory is written out as it is once the rules are loaded. The same rules,
given by the same names, make the same file. Times in alerts are in UTC.
docs/guides/fluent-bit.md has whole configurations.

Examples:
  falconet pack -r rules/ -o falconet-rules.wasm
  falconet pack -r rules/ -o rule_matching=all --mode annotate -o falconet-rules.wasm
  falconet inspect falconet-rules.wasm
  falconet verify falconet-rules.wasm -r rules/

Environment:
  FALCO_HOSTNAME    the host name in alerts, unless --hostname gives it

",
    exit_codes!()
);

pub(super) const CHECK_EXIT_CODES: &str = check_exit_codes!();

pub(super) const CHECK: &str = concat!(
    "\
Every error of every file is reported, not only the first one. Of a folder, files named
.yaml or .yml are taken in the order of their names, not those of folders in it.

Lints find what Falco accepts and nobody means: docs/lints lists them with their codes and
names. Of --allow, --warn and --deny the last word counts; `all` stands for every lint. A
comment in or above an item allows what is found there:

  # falconet: allow(never-true) the list is filled by another file

Examples:
  falconet check rules.yaml
  falconet check --strict rules/ 'teams/*/rules.yaml'
  falconet check --deny never-true --allow or-chain rules/
  falconet check --format github rules/
  falconet check --format sarif rules/ > falconet.sarif

",
    check_exit_codes!()
);

macro_rules! lsp_exit_codes {
    () => {
        "\
Exit codes:
  0  the editor said that it was done
  1  it left without a word
  2  wrong usage"
    };
}

pub(super) const LSP_EXIT_CODES: &str = lsp_exit_codes!();

pub(super) const LSP: &str = concat!(
    "\
An editor starts it: docs/guides/editors.md says how VS Code, Neovim and Helix do. It says
what `falconet check` says while rules are written, proposes what may come next, explains
words, finds and renames macros and lists, and formats as `falconet fmt` does.

A document belongs to the files of its folder, loaded as `-r FOLDER` loads them, unless
rules are named here or in the editor's initialization options, where paths begin at the
folder that is open:

  {\"rules\": [\"rules/\", \"mine.yaml\"], \"samples\": [\"events.ndjson\"],
   \"settings\": [\"rule_matching=all\"]}

",
    lsp_exit_codes!()
);

macro_rules! test_exit_codes {
    () => {
        "\
Exit codes:
  0  every case passes
  1  some do not, or cannot be run; there are no tests; less is seen or noticed than --min-coverage
     and --min-noticed ask for
  2  wrong usage"
    };
}

pub(super) const TEST_EXIT_CODES: &str = test_exit_codes!();

pub(super) const TEST: &str = concat!(
    "\
A file NAME_test.yaml holds cases for the rules in NAME.yaml beside it, or for those that
it names: events, and which rules fire on them. docs/RULE-TESTS.md describes the format.
Folders are searched to any depth, but for hidden ones and node_modules.

  cases:
    - name: the code of a function is replaced
      event: {file: update-function-code.json}
      fires: Lambda Function Code Updated
    - name: by the pipeline that may
      event: {file: update-function-code.json}
      patch: {userIdentity.arn: arn:aws:sts::111122223333:assumed-role/deploy/ci}
      silent: Lambda Function Code Updated

Every rule that matches fires, unless `settings` or -o say otherwise.

Examples:
  falconet test
  falconet test rules/ --watch
  falconet test --filter pipeline rules/lambda_test.yaml
  falconet test --format junit rules/ > tests.xml
  falconet test --update rules/
  falconet test --coverage --coverage-lcov coverage.info rules/
  falconet test --mutate --min-noticed 80 packs/aws/

",
    test_exit_codes!()
);

macro_rules! diff_exit_codes {
    () => {
        "\
Exit codes:
  0  done; with --exit-code nothing differs
  1  bad rules, unreadable input, malformed records, failed module; with --exit-code something differs
  2  wrong usage, bad setting"
    };
}

pub(super) const DIFF_EXIT_CODES: &str = diff_exit_codes!();

pub(super) const DIFF: &str = concat!(
    "\
Rules, macros and lists are compared by what they mean, with everything put in: what is
only written in another way is told apart. If events are given, both sets of rules judge
them, and the alerts that are lost, gained or changed are counted by rule and by who did
it, with examples.

Examples:
  falconet diff --old rules/ --new work/rules/
  falconet diff --old old.yaml --new new.yaml -o rule_matching=all AWSLogs/
  falconet diff --old old.yaml --new new.yaml --format markdown events.ndjson > comment.md

",
    diff_exit_codes!()
);

pub(super) const SUGGEST: &str = concat!(
    "\
The alerts of the noisiest rules, or of those named, are grouped by who did it, address,
program and region. Values that many of them share become exceptions, for a second rules
file; each is loaded with the rules, and the same events are judged again: what it
removes and what remains is what came of that. docs/guides/quiet-a-rule.md tells more.

Examples:
  falconet suggest -r rules/ AWSLogs/
  falconet suggest -r rules/ --rule \"root console\" --max-proposals 1 day.ndjson
  falconet suggest -r rules/ --rule \"root console\" --format yaml day.ndjson > local.yaml

",
    looking_exit_codes!()
);

macro_rules! witness_exit_codes {
    () => {
        "\
Exit codes:
  0  an event for every rule
  1  no event for some rule, or for --shrink none that fires; bad rules, failed module
  2  wrong usage, bad setting"
    };
}

pub(super) const WITNESS_EXIT_CODES: &str = witness_exit_codes!();

pub(super) const WITNESS: &str = concat!(
    "\
Of each rule: a small event that fires it, made of its condition, and what that rests on;
and an event that misses it by one test, which is named. Where none is found, the test
that could not be turned is, and why. Every event was judged by the rules as a scan judges
it. Tests (--as-test) name the rules as -r does, so write them into the folder that you
are in.

Examples:
  falconet witness -r rules/ --rule \"root console\"
  falconet witness -r rules.yaml --as-test > rules_test.yaml
  falconet witness -r rules/ --rule \"root console\" --shrink AWSLogs/
  falconet witness -r rules/ --format json | jq -c .event > events.ndjson

",
    witness_exit_codes!()
);

pub(super) const EXPLAIN: &str = concat!(
    "\
Of each rule and event: whether it fired, the condition with the value of each test and
where that stands, what the verdict rests on, and what little would make the rule fire. A
test that has no verdict (-) was not asked: what stands before it had decided.
docs/guides/explain.md explains the explanations.

Examples:
  falconet explain -r rules/ --rule \"root console\" event.json
  falconet explain -r rules/ event.json
  falconet explain -r rules/ --rule \"root console\" --near 5 events.ndjson
  falconet explain --fields --path requestParameters event.json
  falconet explain -r rules/ --format json events.ndjson | jq 'select(.fired)'

",
    looking_exit_codes!()
);

macro_rules! fmt_exit_codes {
    () => {
        "\
Exit codes:
  0  all files are formatted
  1  with --check or --diff some are not; a file is no YAML, or cannot be read or written
  2  wrong usage"
    };
}

pub(super) const FMT_EXIT_CODES: &str = fmt_exit_codes!();

pub(super) const FMT: &str = concat!(
    "\
Files are rewritten where they are, each in one step; comments, anchors and the meaning of
the rules stay. What cannot be laid out without a change of meaning stays as it is. Name
files together that are loaded together: lists of one decide about conditions of another.

Examples:
  falconet fmt rules/
  falconet fmt --check rules/
  falconet fmt --diff rules.yaml | patch
  falconet fmt - < rules.yaml

",
    fmt_exit_codes!()
);

macro_rules! list_exit_codes {
    () => {
        "\
Exit codes:
  0  done
  1  nothing has these words, or the rules have errors or cannot be read
  2  wrong usage, bad setting, unknown source"
    };
}

pub(super) const LIST_EXIT_CODES: &str = list_exit_codes!();

pub(super) const LIST: &str = concat!(
    "\
An exact name finds what is named so. Other words find what they stand in: a name, or else
what is said about it, such as the JSON path of a field. Up to twelve entries are shown with all that there is to say about
them; more are a table, whose lines are wrapped only on a terminal.

Examples:
  falconet list fields ct.user
  falconet list fields role name
  falconet list fields --source okta --format json
  falconet list operators in
  falconet list rules -r rules/ -o rules[].disable.tag=noisy

",
    list_exit_codes!()
);

macro_rules! show_exit_codes {
    () => {
        "\
Exit codes:
  0  the rule is shown
  1  there is no such rule, or the rules have errors or cannot be read
  2  wrong usage, bad setting"
    };
}

pub(super) const SHOW_EXIT_CODES: &str = show_exit_codes!();

pub(super) const SHOW: &str = concat!(
    "\
Lists, macros, exceptions, appends and overrides are put in; beside each part of the
condition stands where it was written, and through which list or macro it got there.

Examples:
  falconet rules show \"AWS Console Login Without MFA\" -r rules/
  falconet rules show \"root console\" -r rules/ -r mine.yaml -o priority=warning
  falconet rules show \"root console\" -r rules/ --format json

",
    show_exit_codes!()
);

pub(super) const RUN: &str = concat!(
    "\
A configuration that listens for events and appends alerts to a file:

  rules: [rules.yaml]
  inputs:
    - {type: http, listen: \"127.0.0.1:8686\"}
  outputs:
    - {type: file, path: alerts.jsonl, required: true}
  admin: {listen: \"127.0.0.1:8687\"}
  state: state/

A request to /events is answered with 200 once its alerts are on disk. SIGHUP and
POST /-/reload read the rules again; SIGTERM stops after what was taken in is answered.
Other inputs: forward (Fluent's protocol), file, stdin, unix, tcp (docs/guides/inputs.md).

As a pipe, where there is no falconet.yaml:

  tail -f events.ndjson | falconet run -r rules.yaml | jq .output

  falconet run --print-config > falconet.yaml      every key with its default and what it means
  falconet run --check-config                      exits with 1 if it, or its rules, are wrong

Environment:
  FALCONET_KEY, FALCONET_KEY__KEY    keys of the configuration, over the file and below options:
                                     FALCONET_LIMITS__THREADS=2
  FALCONET_LOG                       which messages are written, such as debug; info if it is not set
  FALCO_HOSTNAME                     the host name in alerts, instead of this machine's

",
    exit_codes!()
);

macro_rules! top_exit_codes {
    () => {
        "\
Exit codes:
  0  quit, or with --once a frame was printed
  1  with --once: there is no answer
  2  wrong usage"
    };
}

pub(super) const TOP_EXIT_CODES: &str = top_exit_codes!();

pub(super) const TOP: &str = concat!(
    "\
Rates are those between the last two answers, latencies those of what came between them.
While the sidecar is away it is asked again and again. q, Esc and Ctrl-C quit.

Examples:
  falconet top
  falconet top --admin http://127.0.0.1:9000 --interval 5s
  falconet top --once | head

",
    top_exit_codes!()
);
