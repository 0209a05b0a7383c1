app_name = "group_sessions"

urlpatterns = []
