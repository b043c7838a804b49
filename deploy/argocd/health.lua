-- Health of vip-operator's kinds for Argo CD, which does not read conditions by itself. In the ConfigMap argocd-cm:
--
--   data:
--     resource.customizations.health.vip-operator.io_VirtualIP: |
--       <this file>
--     resource.customizations.health.vip-operator.io_HealthCheck: |
--       <this file>
--
-- A VirtualIP is Healthy when its addresses answer (Ready), a HealthCheck when it is accepted.

local conditions = {}
if obj.status ~= nil and obj.status.conditions ~= nil then
  for _, condition in ipairs(obj.status.conditions) do
    conditions[condition.type] = condition
  end
end

local function is(type, status)
  return conditions[type] ~= nil and conditions[type].status == status
end

local function verdict(status, condition)
  return { status = status, message = condition.reason .. ": " .. condition.message }
end

-- Also a new object's default, -1: nobody has looked at it yet.
if obj.status == nil or obj.status.observedGeneration ~= obj.metadata.generation then
  return { status = "Progressing", message = "waiting for the operator to see this generation" }
end
if is("Stalled", "True") then
  return verdict("Degraded", conditions.Stalled)
end
if is("Conflict", "True") then
  return verdict("Degraded", conditions.Conflict)
end
if is("Reconciling", "True") then
  return verdict("Progressing", conditions.Reconciling)
end

local summary = "Ready"
if obj.kind == "HealthCheck" then
  summary = "Accepted"
end
if is(summary, "True") then
  return verdict("Healthy", conditions[summary])
end
if conditions[summary] ~= nil then
  return verdict("Progressing", conditions[summary])
end
return { status = "Progressing", message = "waiting for the condition " .. summary }
