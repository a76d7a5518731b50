# The twelve fields of src/fields.rs in each line; prints lines, fields found, bytes of text. For jq -n.
def paths12:
  ["eventName"], ["eventSource"], ["eventTime"], ["eventType"], ["awsRegion"], ["sourceIPAddress"], ["errorCode"],
  ["userIdentity", "type"], ["userIdentity", "arn"], ["userIdentity", "userName"],
  ["requestParameters", "userName"], ["requestParameters", "bucketName"];

def has_path($path):
  if $path == [] then true
  elif type == "object" and has($path[0]) then .[$path[0]] | has_path($path[1:])
  else false
  end;

reduce inputs as $event ([0, 0, 0];
  .[0] += 1
  | reduce ($event | paths12 as $path | select(has_path($path)) | getpath($path)) as $value (.;
      .[1] += 1
      | .[2] += if ($value | type) == "string" then ($value | utf8bytelength) else 0 end))
| map(tostring) | join(" ")
