from erp.identity.models.api_key import ApiKey
from erp.identity.models.organization import Region, Team
from erp.identity.models.role import Role
from erp.identity.models.saved_view import SavedView
from erp.identity.models.user import User

__all__ = ["ApiKey", "Region", "Role", "SavedView", "Team", "User"]
