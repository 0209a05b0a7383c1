# What each rule of ours.yaml must find, and what it must leave alone. Nothing of this is ever run.


def markup(name, text):
    # ruleid: markup-from-a-value
    mark_safe(f"<b>{name}</b>")
    # ruleid: markup-from-a-value
    mark_safe("<b>" + name)
    # ruleid: markup-from-a-value
    format_html(f"<b>{name}</b>")
    # ok: markup-from-a-value
    format_html("<b>{}</b>", name)


def sql(cursor, name):
    # ruleid: sql-from-a-value
    cursor.execute(f"SELECT 1 WHERE name = '{name}'")
    # ruleid: sql-from-a-value
    cursor.execute("SELECT 1 WHERE name = '%s'" % name)
    # ok: sql-from-a-value
    cursor.execute("SELECT 1 WHERE name = %s", [name])


def wall(session):
    # ruleid: past-the-tenant
    with scopes_disabled():
        pass
    # ruleid: past-the-tenant
    Answer._base_manager.all()
    # ruleid: without-a-municipality
    Party.objects.create(session=session, name="Woonstede")
    # ok: without-a-municipality
    Party.objects.create(municipality=session.municipality, session=session, name="Woonstede")
    # ok: without-a-municipality
    Municipality.objects.create(name="Waterveen")


# ruleid: without-the-token-of-forms
@csrf_exempt()
def forged(request):
    # ruleid: redirect-to-what-was-sent
    redirect(request.GET["next"])
    # ruleid: redirect-to-what-was-sent
    redirect(request.GET.get("next", "/"))
    # ok: redirect-to-what-was-sent
    redirect("home")


def clock(now):
    # ruleid: asks-the-clock
    timezone.now()
    # ruleid: asks-the-clock
    date.today()
    # ok: asks-the-clock
    timezone.localdate(now)


def sheet(file):
    # ruleid: spreadsheet-of-its-own
    csv.writer(file)
    # ok: spreadsheet-of-its-own
    csv.reader(file)


def code(text):
    # ruleid: data-becomes-code
    eval(text)
    # ruleid: data-becomes-code
    pickle.loads(text)
    # ruleid: data-becomes-code
    yaml.load(text)
    # ok: data-becomes-code
    yaml.safe_load(text)


def outward(address):
    # ruleid: a-request-of-our-own
    requests.get(address)
    # ruleid: a-request-of-our-own
    urllib.request.urlopen(address)
