from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from reviews import action_menu, editor_notices, explorer, home_panels, log_actions
from reviews.notices import preferences
from reviews.views import editing, signing
from reviews.views.assigning import AssignTicked
from reviews.views.desk import may_see_the_desk
from reviews.views.reports import REPORTS

hooks.register("register_log_actions", log_actions.register)
hooks.register("construct_page_action_menu", action_menu.construct)
hooks.register("before_edit_page", editor_notices.say_what_should_change)
hooks.register("after_edit_page", action_menu.ask_for_change_note)
hooks.register("after_create_page", action_menu.ask_for_change_note)
hooks.register("construct_homepage_panels", home_panels.construct)
hooks.register("construct_explorer_page_queryset", explorer.without_the_archive)
hooks.register("register_page_header_buttons", explorer.history_button)
hooks.register("register_account_settings_panel", preferences.register)
hooks.register("register_account_menu_item", preferences.menu_item)
hooks.register("register_account_menu_item", signing.menu_item)
preferences.hide_stock_switches()


hooks.register("register_admin_viewset", editing.viewsets)
hooks.register("register_bulk_action", AssignTicked)


@hooks.register("register_admin_urls")
def register_desk() -> list:
    return [path("reviews/", include("reviews.urls"))]


class DeskMenuItem(MenuItem):
    def is_shown(self, request: object) -> bool:
        return may_see_the_desk(request.user)  # type: ignore[attr-defined]


@hooks.register("register_admin_menu_item")
def register_desk_menu_item() -> MenuItem:
    return DeskMenuItem("Reviews", reverse("reviews:desk"), icon_name="clipboard-list", order=150)


def report_menu_item(label: str, address: str, icon: str, order: int) -> None:
    hooks.register(
        "register_reports_menu_item",
        lambda: DeskMenuItem(label, reverse(address), name=address.replace(":", "-"), icon_name=icon, order=order),
    )


for number, report in enumerate(REPORTS):
    report_menu_item(report.page_title, f"reviews:{report.name}", report.header_icon, 100 + number)
report_menu_item("Ledger of decisions", "ledger", "list-ul", 100 + len(REPORTS))
