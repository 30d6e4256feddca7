"""Mail addresses and the count of what is unread move from the searches to the notices."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations


def move(apps: Apps, schema_editor: Any) -> None:
    """Copy the addresses, and give notice of alerts nobody has read yet."""
    kept = apps.get_model("search", "MailAddress").objects.all()
    address = apps.get_model("notices", "MailAddress")
    address.objects.bulk_create(
        address(person_id=each.person_id, address=each.address, changed_at=each.changed_at)
        for each in kept
    )
    unread = apps.get_model("search", "Alert").objects.filter(read_at__isnull=True)
    notice = apps.get_model("notices", "Notice")
    notice.objects.bulk_create(
        notice(
            person_id=each.person_id,
            code="search.alert",
            given={"name": each.search.name, "total": str(each.total)},
            href=f"/search/alerts/#alert-{each.pk}",
            key=f"search.alert:{each.pk}",
            made_at=each.found_at,
        )
        for each in unread.select_related("search")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_initial"),
        ("notices", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.DeleteModel(name="MailAddress"),
    ]
