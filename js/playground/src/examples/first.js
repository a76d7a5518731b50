/** What the page begins with: two short rules, which the story's events set off, and tests of them. */

export const FIRST_RULES = `# Change anything: the alerts below follow as you type.
# Ctrl+Space completes fields, operators and values; pointing at a word explains it.

- list: deployers
  items: [lambda-deploy, bot-deploy]

- macro: lambda_call
  condition: (ct.src = lambda.amazonaws.com and not ct.error exists)

- rule: Lambda Code Replaced by a Person
  desc: Somebody other than the pipeline replaced the code of a function.
  condition: >
    lambda_call
    and ct.name startswith UpdateFunctionCode
    and not ct.user in (deployers)
  output: Code of a Lambda function replaced (function=%ct.request.functionname user=%ct.user address=%ct.srcip region=%ct.region)
  priority: CRITICAL
  source: aws_cloudtrail
  tags: [aws, aws_lambda, T1648]

- rule: Failed Console Login
  desc: Somebody could not log in to the console.
  condition: ct.name = ConsoleLogin and json.value[/responseElements/ConsoleLogin] = Failure
  output: Failed console login (user=%ct.user address=%ct.srcip region=%ct.region reason=%ct.errormessage)
  priority: NOTICE
  source: aws_cloudtrail
  tags: [aws, aws_console]
`;

export const FIRST_TESTS = `# Cases are run as you type, each as by falconet test. "Make a test" beside an alert or event adds one here.
cases:
  - name: a person replaces the code
    event: {file: events.json, record: 31}
    fires:
      rule: Lambda Code Replaced by a Person
      output_fields: {ct.user: svc-chat-metrics}

  - name: an attempt that is denied
    event: {file: events.json, record: 31}
    patch: {errorCode: AccessDenied}
    silent: Lambda Code Replaced by a Person

  - name: the pipeline deploys
    event: {file: events.json, record: 31}
    patch: {userIdentity.userName: bot-deploy}
    silent: true
`;
