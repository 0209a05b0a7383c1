app_name = "live_platform"

urlpatterns = []
