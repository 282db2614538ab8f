"""Manages users by pyzabbix and tells what it saw as JSON."""
import json
import sys

from pyzabbix import ZabbixAPI, ZabbixAPIException

url, password = sys.argv[1:]
api = ZabbixAPI(url)
api.auth = api.user.login(username="Admin", password=password)
seen = {"version": str(api.api_version())}

group = api.usergroup.create(name="Pythons")["usrgrpids"][0]
role = api.role.create(name="Python role", type=1)["roleids"][0]
user = api.user.create(
    username="python",
    passwd="Foremast-31",
    roleid=role,
    usrgrps=[{"usrgrpid": group}],
    medias=[{"mediatypeid": "1", "sendto": ["python@example.com"]}],
)["userids"][0]
seen["updated"] = api.user.update(userid=user, name="Monty", surname="Python") == {"userids": [user]}
seen["several"] = api.do_request("user.update", [{"userid": user, "theme": "dark-theme"}])["result"] == {"userids": [user]}
seen["user"] = api.user.get(
    userids=user, output=["username", "name", "surname", "theme"], selectRole=["name"], selectUsrgrps=["name"], selectMedias=["sendto"]
)
seen["count"] = api.user.get(countOutput=True, filter={"username": "python"})
try:
    api.user.update(userid=user, theme="pink")
except ZabbixAPIException as error:
    seen["error"] = [error.error["code"], error.error["data"]]

token = api.token.create(name="script", userid=user)["tokenids"][0]
secret = api.do_request("token.generate", [token])["result"][0]["token"]
other = ZabbixAPI(url)
other.auth = secret
seen["byToken"] = [one["username"] for one in other.user.get(output=["username"], editable=True)]

seen["deleted"] = api.do_request("user.delete", [user])["result"] == {"userids": [user]}
seen["loggedOut"] = api.user.logout()
try:
    api.user.get(output=["userid"])
except ZabbixAPIException as error:
    seen["after"] = [error.error["code"], error.error["data"]]
print(json.dumps(seen))
